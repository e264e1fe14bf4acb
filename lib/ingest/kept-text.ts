/** Of a refused line that is kept, and of its message. */
export const KEPT_TEXT_MAX_LENGTH = 400;

const SECRETS: readonly [RegExp, string][] = [
  // Tokens of this console.
  [/fbr_[\w-]{8,}/g, "fbr_…"],
  [/\b(bearer|basic|token)(\s+)[\w.~+/=-]{8,}/gi, "$1$2…"],
  // name=value, "name": "value", and name":"value in text that was escaped once more.
  [
    /((?:pass(?:word|wd)?|secret|token|api[_-]?key|authorization|credential)\w*\\?["']?\s*[=:]\s*\\?["']?)[^\s"'\\,&;}]+/gi,
    "$1…",
  ],
  [/(:\/\/[^\s:/@]+:)[^\s@/]+@/g, "$1…@"],
];

// What a terminal, a page or the database would take for something else.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;

/**
 * A line of a sender as it may be kept and shown: what looks like a secret is left out, what cannot be seen is replaced,
 * the end of a long one is cut off. Bounded work, whatever the line's length.
 */
export const keptText = (text: string): string => {
  // A secret that the cut would halve is still known by its beginning.
  let kept = text.slice(0, KEPT_TEXT_MAX_LENGTH * 2);
  for (const [pattern, shown] of SECRETS) kept = kept.replace(pattern, shown);
  kept = kept.replace(UNSEEN, (unseen) => (unseen === "\t" ? "\t" : "\uFFFD"));
  if (kept.length > KEPT_TEXT_MAX_LENGTH) kept = `${kept.slice(0, KEPT_TEXT_MAX_LENGTH - 1).toWellFormed()}…`;
  // A copy, so that it does not hold the text that it is a part of.
  return Buffer.from(kept).toString();
};
