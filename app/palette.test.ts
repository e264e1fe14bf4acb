import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("globals.css", import.meta.url), "utf8");

/** The colours of `:root` or `.dark`, by name without the dashes. */
function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]),
  );
}

type Rgb = readonly [number, number, number];

const linear = (hex: string): Rgb => {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2 contrast of two colours. */
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(linear(a)), luminance(linear(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1, rows of the matrix. */
const SIGHTS = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function seen(hex: string, matrix: readonly number[]): Rgb {
  const [r, g, b] = linear(hex);
  const row = (at: number) =>
    Math.min(1, Math.max(0, (matrix[at] ?? 0) * r + (matrix[at + 1] ?? 0) * g + (matrix[at + 2] ?? 0) * b));
  return [row(0), row(3), row(6)];
}

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Distance in OKLab as the sight that tells the two apart least sees it. */
function distance(a: string, b: string): number {
  const distances = Object.values(SIGHTS).map((matrix) => {
    const [x, y] = [oklab(seen(a, matrix)), oklab(seen(b, matrix))];
    return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
  });
  return Math.min(...distances);
}

const ramp = (all: Record<string, string>, prefix: string) =>
  Object.keys(all)
    .filter((name) => new RegExp(`^${prefix}-\\d$`).test(name))
    .toSorted()
    .map((name) => all[name] ?? "");

describe.each([
  ["light", tokens(":root")],
  ["dark", tokens(".dark")],
] as const)("the %s palette", (_name, all) => {
  const grounds = ["page", "panel", "raised", "hover", "selected"].map((name) => all[name] ?? "");
  const worst = (colour: string) => Math.min(...grounds.map((ground) => contrast(colour, ground)));

  it.each(["ink", "ink-2", "ink-3"])("text in %s has a contrast of 4.5 on every ground", (name) => {
    expect(worst(all[name] ?? "")).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["accent", "status-late", "status-silent", "status-bad"])("%s can be text on panel and page", (name) => {
    expect(contrast(all[name] ?? "", all.panel ?? "")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(all[name] ?? "", all.page ?? "")).toBeGreaterThanOrEqual(4.5);
  });

  it("marks have a contrast of 3 on a panel", () => {
    const marks = Object.entries(all).filter(([name]) => /^(status|tier|loss|data|axis|smoke|cursor)/.test(name));
    const faint = marks.filter(([, hex]) => contrast(hex, all.panel ?? "") < 3).map(([name]) => name);
    expect(faint).toEqual([]);
  });

  it("data colours can be told apart by colour-blind readers", () => {
    const colours = ramp(all, "data");
    expect(colours).toHaveLength(8);
    for (const [index, one] of colours.entries()) {
      for (const other of colours.slice(index + 1))
        expect(distance(one, other), `${one} ${other}`).toBeGreaterThan(0.085);
    }
  });

  it("steps of the loss ramp differ from their neighbours", () => {
    const colours = ramp(all, "loss");
    expect(colours).toHaveLength(5);
    for (const [index, one] of colours.slice(1).entries()) {
      expect(distance(one, colours[index] ?? ""), one).toBeGreaterThan(0.06);
    }
  });

  it("the sequential ramp goes one way", () => {
    const levels = ramp(all, "seq").map((hex) => luminance(linear(hex)));
    expect(levels).toHaveLength(8);
    expect(levels).toEqual(levels.toSorted((a, b) => (levels[0]! > levels[7]! ? b - a : a - b)));
  });

  it("the two solid tiers differ", () => {
    expect(distance(all["tier-row"] ?? "", all["tier-compressed"] ?? "")).toBeGreaterThan(0.1);
  });
});
