import { describe, expect, it } from "vitest";
import { placePopup } from "./placement.ts";

const view = { width: 1000, height: 600 };
const popup = { width: 200, height: 300 };
const anchorAt = (left: number, top: number) => ({ left, right: left + 100, top, bottom: top + 32 });

describe("placePopup", () => {
  it("stands under its control, at the edge that is asked for", () => {
    expect(placePopup(anchorAt(400, 100), popup, view, "start")).toEqual({ left: 400, top: 136, max_height: 456 });
    expect(placePopup(anchorAt(400, 100), popup, view, "end").left).toBe(300);
    expect(placePopup(anchorAt(400, 100), popup, view, "center").left).toBe(350);
  });
  it("stands above where there is no room below and more above", () => {
    expect(placePopup(anchorAt(400, 500), popup, view, "start")).toEqual({ left: 400, top: 196, max_height: 488 });
  });
  it("is cut to the larger side when it fits on neither", () => {
    const tall = { width: 200, height: 900 };
    expect(placePopup(anchorAt(400, 100), tall, view, "start")).toMatchObject({ top: 136, max_height: 456 });
    expect(placePopup(anchorAt(400, 500), tall, view, "start")).toMatchObject({ top: 8, max_height: 488 });
  });
  it("never leaves the window at the sides", () => {
    expect(placePopup(anchorAt(950, 100), popup, view, "start").left).toBe(792);
    expect(placePopup(anchorAt(0, 100), popup, view, "end").left).toBe(8);
  });
});
