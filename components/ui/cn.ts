import { clsx } from "clsx";
import type { ClassValue } from "clsx";

/**
 * Joins class names. Of two that set the same property the style sheet's order decides, not this one's: who overrides a
 * class of a part says so with "!" behind it.
 */
export const cn = (...classes: ClassValue[]): string => clsx(classes);
