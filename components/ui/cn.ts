import { clsx } from "clsx";
import type { ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { theme: { text: ["12", "13", "14", "16", "20", "28"] } } });

/** Joins class names; of two that set the same property the later one stays. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
