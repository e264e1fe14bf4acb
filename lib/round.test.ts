import { expect, test } from "vitest";
import { toDigits } from "./round.ts";

const random = (seed: number) => {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
};

test("a value is cut to its significant digits as toPrecision cuts it", () => {
  const next = random(7);
  for (let i = 0; i < 2000; i += 1) {
    const value = (next() - 0.5) * 10 ** Math.floor(next() * 24 - 8);
    for (const digits of [3, 4, 9]) {
      // Halves may go either way, as the two work them out: one unit of the last digit.
      const expected = Number(value.toPrecision(digits));
      const rounded = toDigits(value, digits);
      expect(Math.abs(rounded - expected)).toBeLessThanOrEqual(Math.abs(value) * 10 ** (1 - digits));
      expect(
        String(rounded)
          .replace(/^-|e.*$|\./g, "")
          .replace(/^0+|0+$/g, "").length,
      ).toBeLessThanOrEqual(digits);
    }
  }
});

test("zero, tiny, huge and edge values stay what they are", () => {
  expect(toDigits(0, 4)).toBe(0);
  expect(toDigits(1.23456e-20, 4)).toBe(1.235e-20);
  expect(toDigits(123_456_789_012_345_680_000, 4)).toBe(123_500_000_000_000_000_000);
  expect(toDigits(9999.6, 4)).toBe(10_000);
  expect(toDigits(-0.000123456, 3)).toBe(-0.000123);
  expect(toDigits(1440, 9)).toBe(1440);
});
