import { createHash } from "node:crypto";

/** For so long a right that was found lets the next reading begin early. */
const RECENT_MS = 60_000;
const CREDENTIALS_MAX = 1_000;

/** When the right was found, in ms, by hash of the credentials; the oldest first. Every route's bundle has the same. */
const shared = globalThis as { fiber_recent_readers?: Map<string, number> };
const recent = (): Map<string, number> => (shared.fiber_recent_readers ??= new Map());

const keyOf = ({ headers }: Request): string =>
  createHash("sha256")
    .update(`${headers.get("authorization")}\0${headers.get("cookie")}`)
    .digest("base64");

const remember = (key: string): void => {
  const known = recent();
  known.delete(key);
  known.set(key, Date.now());
  if (known.size > CREDENTIALS_MAX) known.delete(known.keys().next().value!);
};

/**
 * What `ask` reads, for whoever has the `right`. It begins while the right is still being asked for if the same
 * credentials had one within the last minute, else after it. Nothing is answered, and no failure of the reading told, before the
 * right is there; without it this throws what `right` throws.
 */
export const readWithRight = async <T>(
  request: Request,
  right: Promise<unknown>,
  ask: () => Promise<T>,
): Promise<T> => {
  const key = keyOf(request);
  const found_ms = recent().get(key);
  const ahead = found_ms !== undefined && Date.now() - found_ms < RECENT_MS ? ask() : undefined;
  ahead?.catch(() => undefined);
  try {
    await right;
  } catch (error) {
    recent().delete(key);
    throw error;
  }
  remember(key);
  return await (ahead ?? ask());
};
