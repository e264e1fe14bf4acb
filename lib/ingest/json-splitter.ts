import { LINE_MAX_LENGTH } from "./lines.ts";

/** The text of one value, counted from 1; null when it is too long to be read. */
export type OnValue = (text: string | null, position: number) => void;

export type JsonSplitter = {
  /** Takes text in any portions. */
  push: (text: string) => void;
  /** Says that no more comes: a value that is not closed is given out as it stands. */
  end: () => void;
};

/** Keys of an object that only wraps an array of values. */
const WRAPPERS = new Set(["data", "results", "measurements"]);
const KEY_BEFORE = /"([^"\\]{1,40})"\s*:\s*$/;

const isSpace = (char: string): boolean => char === " " || char === "\n" || char === "\t" || char === "\r";

/** What can end a run of plain text: inside a quoted text, or outside. */
const IN_QUOTES = /["\\]/g;
const OUTSIDE = /["{}[\]]/g;

const nextOf = (pattern: RegExp, text: string, from: number): number => {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
};

class Splitter implements JsonSplitter {
  readonly #on_value: OnValue;
  #value = "";
  #too_long = false;
  /** Brackets open within the value. 0: between values. */
  #depth = 0;
  #quoted = false;
  #escaped = false;
  #plain = false;
  /** In an array whose elements are the values. */
  #in_array = false;
  #in_wrapper = false;
  #position = 0;

  #keep(text: string): void {
    if (!this.#too_long && this.#value.length + text.length <= LINE_MAX_LENGTH) this.#value += text;
    else {
      this.#too_long = true;
      this.#value = "";
    }
  }

  #emit(): void {
    this.#position += 1;
    this.#on_value(this.#too_long ? null : this.#value, this.#position);
    this.#value = "";
    this.#too_long = false;
    this.#plain = false;
  }

  /** Between values. */
  #begin(char: string): void {
    if (isSpace(char) || (char === "," && (this.#in_array || this.#in_wrapper))) return;
    if (char === "[" && !this.#in_array && !this.#in_wrapper) this.#in_array = true;
    else if (char === "]" && this.#in_array) this.#in_array = false;
    else if (char === "{" || char === "[") {
      this.#depth = 1;
      this.#keep(char);
    } else {
      this.#plain = true;
      this.#quoted = char === '"';
      this.#keep(char);
    }
  }

  #isWrapped(): boolean {
    return (
      !this.#in_array &&
      !this.#in_wrapper &&
      this.#depth === 1 &&
      WRAPPERS.has(KEY_BEFORE.exec(this.#value.slice(-80))?.[1] ?? "")
    );
  }

  #bracket(char: string): void {
    if (char === "[" && this.#isWrapped()) {
      this.#in_array = true;
      this.#in_wrapper = true;
      this.#depth = 0;
      this.#value = "";
      this.#too_long = false;
      return;
    }
    this.#keep(char);
    this.#depth += char === "{" || char === "[" ? 1 : -1;
    if (this.#depth === 0) this.#emit();
  }

  /** A value without brackets ends at a comma, a closing bracket or a line's end. Returns whether `char` was taken. */
  #plainStep(char: string): boolean {
    if (!this.#quoted && (char === "\n" || char === "," || (char === "]" && this.#in_array))) {
      this.#emit();
      return false;
    }
    this.#keep(char);
    if (this.#escaped) this.#escaped = false;
    else if (this.#quoted && char === "\\") this.#escaped = true;
    else if (char === '"') this.#quoted = !this.#quoted;
    return true;
  }

  /** Inside brackets: takes from `at` on what belongs together and returns where to go on. */
  #nestedStep(text: string, at: number): number {
    if (this.#escaped) {
      this.#escaped = false;
      this.#keep(text.charAt(at));
      return at + 1;
    }
    const next = nextOf(this.#quoted ? IN_QUOTES : OUTSIDE, text, at);
    if (next > at) this.#keep(text.slice(at, next));
    if (next === text.length) return next;
    const char = text.charAt(next);
    if (char === "\\") this.#escaped = true;
    if (char === '"') this.#quoted = !this.#quoted;
    if (char === "\\" || char === '"') this.#keep(char);
    else this.#bracket(char);
    return next + 1;
  }

  /** Behind the array of a wrapper come the wrapper's other keys and its end: nothing is read there. */
  #draining = false;
  #drainStep(text: string, at: number): number {
    const char = text.charAt(at);
    if (this.#escaped) this.#escaped = false;
    else if (this.#quoted && char === "\\") this.#escaped = true;
    else if (char === '"') this.#quoted = !this.#quoted;
    else if (!this.#quoted && (char === "{" || char === "[")) this.#depth += 1;
    else if (!this.#quoted && (char === "}" || char === "]")) this.#depth -= 1;
    if (this.#depth < 0) {
      this.#depth = 0;
      this.#draining = false;
      this.#in_wrapper = false;
    }
    return at + 1;
  }

  #step(text: string, at: number): number {
    if (this.#draining) return this.#drainStep(text, at);
    if (this.#depth > 0) return this.#nestedStep(text, at);
    const char = text.charAt(at);
    if (this.#plain) return this.#plainStep(char) ? at + 1 : at;
    const was_in_array = this.#in_array;
    this.#begin(char);
    if (was_in_array && !this.#in_array && this.#in_wrapper) this.#draining = true;
    return at + 1;
  }

  constructor(on_value: OnValue) {
    this.#on_value = on_value;
  }

  push(text: string): void {
    for (let at = 0; at < text.length;) at = this.#step(text, at);
  }

  end(): void {
    if (!this.#draining && (this.#plain || this.#depth > 0)) this.#emit();
  }
}

/**
 * Cuts JSON into the values that stand in an array, that follow each other without one, or that an object wraps as
 * {"data": […]}. Whether a value is JSON is left to who gets it. Memory is bounded: at most LINE_MAX_LENGTH of one
 * value is kept.
 */
export const createJsonSplitter = (on_value: OnValue): JsonSplitter => new Splitter(on_value);
