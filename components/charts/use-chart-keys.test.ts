import { describe, expect, test } from "vitest";
import type { KeyboardEvent } from "react";
import type { ChartGroupValue } from "./chart-group.client.tsx";
import { chartKeyHandler, nearestStop } from "./use-chart-keys.client.ts";

const HOUR = 3_600_000;
type Pointer = { cursor_ms: number | null; drag: [number, number] | null };

/** A chart of 24 hours with a stop at every half hour past, and what its keys did. */
function chart(start: Pointer = { cursor_ms: null, drag: null }) {
  let pointer = start;
  const zooms: { from_ms: number; to_ms: number }[] = [];
  const group: ChartGroupValue = {
    store: {
      get: () => pointer,
      set: (change) => void (pointer = { ...pointer, ...change }),
      subscribe: () => () => {},
    },
    view: { from_ms: 0, to_ms: 24 * HOUR },
    stops: Array.from({ length: 24 }, (_, i) => (i + 0.5) * HOUR),
    zone: "UTC",
    now_ms: 24 * HOUR,
    onZoom: (window) => zooms.push(window),
  };
  const press = (key: string, held: Partial<KeyboardEvent> = {}) => {
    let taken = false;
    chartKeyHandler(group)({ key, preventDefault: () => (taken = true), ...held } as unknown as KeyboardEvent);
    return taken;
  };
  return {
    press,
    zooms,
    at: () => (pointer.cursor_ms === null ? null : pointer.cursor_ms / HOUR),
    drag: () => pointer.drag,
  };
}

describe("keys of a chart", () => {
  test("arrows begin at the end they come from and stop at the ends", () => {
    const { press, at } = chart();
    press("ArrowLeft");
    expect(at()).toBe(23.5);
    press("ArrowRight");
    expect(at()).toBe(23.5);
    press("Home");
    expect(at()).toBe(0.5);
    press("PageUp");
    expect(at()).toBe(2.5);
    press("End");
    expect(at()).toBe(23.5);
  });

  test("Shift marks, Enter zooms to the mark", () => {
    const { press, zooms, drag } = chart({ cursor_ms: 4.5 * HOUR, drag: null });
    for (let i = 0; i < 4; i += 1) press("ArrowRight", { shiftKey: true });
    expect(drag()).toEqual([4.5 * HOUR, 8.5 * HOUR]);
    press("Enter");
    expect(zooms).toEqual([{ from_ms: 4.5 * HOUR, to_ms: 8.5 * HOUR }]);
    expect(drag()).toBeNull();
  });

  test("Escape takes the mark, then the cursor", () => {
    const { press, at, drag } = chart({ cursor_ms: 4.5 * HOUR, drag: [HOUR, 4.5 * HOUR] });
    press("Escape");
    expect([drag(), at()]).toEqual([null, 4.5]);
    press("Escape");
    expect(at()).toBeNull();
  });

  test("plus and minus zoom", () => {
    const { press, zooms } = chart();
    press("+");
    press("-");
    expect(zooms.map((z) => (z.to_ms - z.from_ms) / HOUR)).toEqual([12, 48]);
  });

  test("other keys and those with a modifier are left to the page", () => {
    const { press } = chart();
    expect([press("a"), press("Tab"), press("ArrowLeft", { ctrlKey: true } as Partial<KeyboardEvent>)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

test("the nearest stop", () => {
  expect([-9, 4, 6, 99].map((t) => nearestStop([0, 10, 20], t))).toEqual([0, 0, 1, 2]);
  expect(nearestStop([], 1)).toBe(-1);
});
