/** What an Authorization header holds. `malformed` is refused; it never falls back on the cookie. */
export type Authorization = { kind: "absent" } | { kind: "malformed" } | { kind: "token"; token: string };

/** `fbr_` and 32 random bytes in base64url: 43 characters. */
const TOKEN = /^fbr_[A-Za-z0-9_-]{43}$/;

export const isToken = (text: string): boolean => TOKEN.test(text);

/** What may be shown of a token later, so that its owner knows it again. */
export const tokenHint = (token: string): string => token.slice(0, 10);

/**
 * Reads an Authorization header: `Bearer <token>`, or `Token <token>` as InfluxDB's clients send it. Anything else is
 * malformed, without looking at whether the token exists.
 */
export const parseAuthorization = (header: string | null): Authorization => {
  if (header === null) return { kind: "absent" };
  const match = /^(?:Bearer|Token) +(\S+) *$/i.exec(header);
  return match?.[1] !== undefined && isToken(match[1]) ? { kind: "token", token: match[1] } : { kind: "malformed" };
};
