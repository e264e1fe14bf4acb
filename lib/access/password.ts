import { invalidInput } from "#lib/errors.ts";
import { COMMON_WORDS } from "./common-passwords.ts";

export const PASSWORD_MIN_LENGTH = 8;
/** Longer ones would let a stranger make the server hash at length. */
export const PASSWORD_MAX_LENGTH = 128;

const LEET: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

const plain = (text: string): string => [...text].map((letter) => LEET[letter] ?? letter).join("");

/** Without what people add at both ends to satisfy a rule: digits, marks. */
const stripped = (text: string): string => text.replace(/^[^a-zà-ÿ]+|[^a-zà-ÿ]+$/g, "");

const ROWS = [
  "01234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb",
  "1q2w3e4r5t6y7u8i9o0p",
];
const RUNS = [...ROWS, ...ROWS.map((row) => [...row].reverse().join(""))];

/** Made of few pieces: one character or a short piece repeated, or runs along the alphabet or the keyboard. */
const isMonotonous = (text: string): boolean => {
  if (new Set(text).size <= 3) return true;
  if (/^(.{1,4}?)\1{2,}.{0,3}$/.test(text)) return true;
  let rest = text;
  for (const run of RUNS) {
    for (let size = Math.min(run.length, rest.length); size >= 4; size -= 1) {
      for (let at = 0; at + size <= run.length; at += 1) rest = rest.replaceAll(run.slice(at, at + size), "");
    }
  }
  return rest.length <= 2;
};

const isDoubled = (text: string): boolean =>
  text.length % 2 === 0 && text.slice(0, text.length / 2) === text.slice(text.length / 2);

const isWord = (text: string): boolean =>
  COMMON_WORDS.has(text) || (isDoubled(text) && COMMON_WORDS.has(text.slice(0, text.length / 2)));

/** Two common words after each other: adminpassword, welcomehello. */
const isTwoWords = (text: string): boolean =>
  [...COMMON_WORDS].some((word) => text.startsWith(word) && COMMON_WORDS.has(stripped(text.slice(word.length))));

/** Whether a password is among those that guessers try first, also in other spellings: P@ssw0rd2024!, qwertz12345. */
export const isCommonPassword = (password: string): boolean => {
  const text = password.toLowerCase().replace(/\s/g, "");
  if (isMonotonous(text)) return true;
  return [stripped(text), stripped(plain(text)), plain(stripped(text))].some(
    (body) => isWord(body) || isTwoWords(body),
  );
};

/**
 * Throws `invalid_input` (field `password`) with the reason when a password must not be used: too short or long, among
 * the common ones, or the name of its owner. `email` and `name` are the owner's.
 */
export const checkPassword = (
  password: string,
  owner: { email?: string; name?: string } = {},
  field = "password",
): void => {
  const length = [...password].length;
  if (length < PASSWORD_MIN_LENGTH)
    throw invalidInput(field, `A password has at least ${PASSWORD_MIN_LENGTH} characters.`);
  if (length > PASSWORD_MAX_LENGTH)
    throw invalidInput(field, `A password has at most ${PASSWORD_MAX_LENGTH} characters.`);
  if (isCommonPassword(password))
    throw invalidInput(field, "This password is among those that are tried first. Take another one.");
  const body = stripped(password.toLowerCase());
  const names = [owner.email, owner.email?.split("@")[0], owner.name?.replace(/\s/g, "")].filter(
    (name) => name !== undefined,
  );
  if (
    names.some(
      (name) => name.length >= 4 && (body === name.toLowerCase() || password.toLowerCase() === name.toLowerCase()),
    )
  )
    throw invalidInput(field, "This password is the name of its owner. Take another one.");
};
