import { BYTES_EXAMPLE, findBytes } from "./capacity-scenario.ts";
import { invalidInput } from "./errors.ts";

/**
 * FIBER_DISK_SIZE in bytes: how large the database may become, which no database knows of itself. Undefined: not given.
 * Throws `invalid_input` that names the variable.
 */
export const readDiskBytes = (env: Record<string, string | undefined>): number | undefined => {
  const value = env.FIBER_DISK_SIZE?.trim();
  if (value === undefined || value === "") return undefined;
  const bytes = findBytes(value);
  if (bytes === undefined)
    throw invalidInput("FIBER_DISK_SIZE", `FIBER_DISK_SIZE is "${value.slice(0, 40)}"; write ${BYTES_EXAMPLE}.`);
  return bytes;
};
