const LONGEST = 254;
const EMAIL = /^[^\s@"(),:;<>[\]\\]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** An e-mail address as it is stored and compared: trimmed and in small letters; undefined when it is none. */
export const normalizeEmail = (value: unknown): string | undefined => {
  if (typeof value !== "string") return undefined;
  const email = value.trim().toLowerCase();
  // oxlint-disable-next-line no-control-regex -- control characters have no place in an address
  return email.length <= LONGEST && EMAIL.test(email) && !/[\u0000-\u001f\u007f]/.test(email) ? email : undefined;
};
