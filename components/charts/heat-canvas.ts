import { HEAT_STEPS } from "#lib/heat.ts";
import type { HeatLine, HeatScale } from "#lib/heat.ts";
import { HEAT_NO_VALUE, HEAT_SILENT } from "#lib/model/heat-map.ts";

/** Where lines and slices lie in the part of the picture that can be seen, in CSS px. */
export type HeatGeometry = {
  width: number;
  height: number;
  /** Room for names on the left. */
  gutter: number;
  line_height: number;
  /** How far the lines are scrolled up. */
  scroll: number;
  slice_count: number;
};

export type HeatCell = { line: number; slice: number };

type Drawing = {
  geometry: HeatGeometry;
  lines: readonly HeatLine[];
  names: (line: HeatLine) => string;
  scale: HeatScale;
  cursor: HeatCell | null;
};

/** Names of nodes need this much height. */
export const NAMED_HEIGHT = 14;

const colours = (element: Element) => {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    ramp: Array.from({ length: HEAT_STEPS }, (_, step) => of(`--seq-${step + 1}`)),
    bad: of("--status-bad"),
    hatch: of("--status-silent"),
    ink: of("--ink-2"),
    cursor: of("--cursor"),
    font: `12px ${style.fontFamily}`,
  };
};

/** The cell under a place of the picture; null beside the cells. */
export function cellAt({ width, gutter, line_height, scroll, slice_count }: HeatGeometry, x: number, y: number) {
  if (x < gutter || x > width) return null;
  const slice = Math.min(slice_count - 1, Math.floor(((x - gutter) / (width - gutter)) * slice_count));
  return { line: Math.floor((y + scroll) / line_height), slice };
}

const hatchPattern = (context: CanvasRenderingContext2D, colour: string): CanvasPattern | string => {
  const tile = document.createElement("canvas");
  tile.width = 6;
  tile.height = 6;
  const brush = tile.getContext("2d");
  if (!brush) return colour;
  brush.strokeStyle = colour;
  brush.lineWidth = 1;
  brush.beginPath();
  for (const offset of [-6, 0, 6]) {
    brush.moveTo(offset, 6);
    brush.lineTo(offset + 6, 0);
  }
  brush.stroke();
  return context.createPattern(tile, "repeat") ?? colour;
};

/** Draws the lines that can be seen: the ramp for values, a hatch for silence, the colour of trouble for no reply, nothing for none due. */
export function drawHeat(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const { geometry, lines, scale, cursor } = drawing;
  const { width, height, gutter, line_height, scroll, slice_count } = geometry;
  const context = canvas.getContext("2d");
  if (!context || width <= gutter) return;
  const dpr = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * dpr);
  canvas.height = Math.round(height * dpr);
  context.scale(dpr, dpr);
  const tone = colours(canvas);
  const silent = hatchPattern(context, tone.hatch);
  const cell_width = (width - gutter) / slice_count;
  const gap = line_height >= 8 ? 1 : 0;
  const fillOf = (value: number) => {
    if (value === HEAT_SILENT) return silent;
    return value === HEAT_NO_VALUE ? tone.bad : (tone.ramp[scale.stepOf(value)] ?? tone.bad);
  };
  context.font = tone.font;
  context.textBaseline = "middle";
  const first = Math.max(0, Math.floor(scroll / line_height));
  const end = Math.min(lines.length, Math.ceil((scroll + height) / line_height));
  for (let at = first; at < end; at += 1) {
    const line = lines[at];
    if (!line) continue;
    const top = at * line_height - scroll;
    line.cells.forEach((value, slice) => {
      if (value === null) return;
      context.fillStyle = fillOf(value);
      const left = Math.round(gutter + slice * cell_width);
      const right = Math.round(gutter + (slice + 1) * cell_width);
      context.fillRect(left, top, right - left - (cell_width >= 6 ? 1 : 0), line_height - gap);
    });
    if (line_height >= NAMED_HEIGHT) {
      context.fillStyle = tone.ink;
      context.fillText(fitted(context, drawing.names(line), gutter - 10), 0, top + line_height / 2);
    }
  }
  if (cursor) drawCursor(context, geometry, cursor, tone.cursor);
}

const fitted = (context: CanvasRenderingContext2D, text: string, width: number): string => {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
  return `${text.slice(0, end)}…`;
};

function drawCursor(context: CanvasRenderingContext2D, geometry: HeatGeometry, cell: HeatCell, colour: string): void {
  const { width, gutter, line_height, scroll, slice_count } = geometry;
  const cell_width = (width - gutter) / slice_count;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  const left = gutter + cell.slice * cell_width;
  const top = cell.line * line_height - scroll;
  context.strokeRect(left, top, Math.max(3, cell_width), Math.max(3, line_height));
}
