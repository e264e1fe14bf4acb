import { LINE_MAX_LENGTH } from "./lines.ts";
import { createJsonSplitter } from "./json-splitter.ts";
import type { Limits } from "./measurement.ts";
import { createNdjsonParser } from "./ndjson.ts";
import { type ObjectKind, parseObject, readObject } from "./objects.ts";
import { createCollector, type MeasurementParser, type Parsed, type ParserOptions } from "./parser.ts";

const TOO_LONG = `The element is longer than ${LINE_MAX_LENGTH} characters.`;

/**
 * Measurements of a JSON array in UTF-8, or of one object, or of an object that wraps an array as {"data": […]}. What
 * errors call a line is the place of the element, from 1. An array that is cut off keeps what stands before the cut.
 */
export const createJsonParser = (
  limits: Limits,
  { now }: ParserOptions,
  kind: ObjectKind = "any",
): MeasurementParser => {
  const decoder = new TextDecoder("utf-8");
  const collector = createCollector(limits);
  const splitter = createJsonSplitter((text, line) => {
    if (text === null) return collector.refuse(null, [{ line, field: "line", message: TOO_LONG }]);
    const object = parseObject(text, "element");
    if (typeof object === "string") collector.refuse(text, [{ line, field: "line", message: object }]);
    else collector.judge(readObject(object, line, kind, now), line, text);
  });
  return {
    push: (bytes) => {
      splitter.push(decoder.decode(bytes, { stream: true }));
      return collector.take();
    },
    end: () => {
      splitter.push(decoder.decode());
      splitter.end();
      return collector.take();
    },
  };
};

/** Whether text begins as lines of one object each, and not as an array, a wrapper or an object over several lines. */
const isLineWise = (text: string): boolean => {
  const line = text.slice(0, text.indexOf("\n"));
  if (line.startsWith("[") || /[[{,]\s*$/.test(line)) return false;
  const object = parseObject(line);
  return typeof object === "string" || !("data" in object || "results" in object || "measurements" in object);
};

const joined = (first: Parsed, second: Parsed): Parsed => ({
  rows: first.rows.concat(second.rows),
  lines: first.lines.concat(second.lines),
  refused: first.refused.concat(second.refused),
});

/**
 * Results in whatever shape they come: one a line, one alone, an array, or a wrapped array. The first line decides, so
 * that in lines a bad one spoils itself alone.
 */
export const createResultsParser = (limits: Limits, options: ParserOptions, kind: ObjectKind): MeasurementParser => {
  let chosen: MeasurementParser | undefined;
  let head = new Uint8Array();

  const choose = (is_end: boolean): boolean => {
    const text = new TextDecoder().decode(head).trimStart();
    if (!is_end && !text.includes("\n") && head.length < LINE_MAX_LENGTH) return false;
    const line_wise = text.includes("\n") && isLineWise(text);
    chosen = (line_wise ? createNdjsonParser : createJsonParser)(limits, options, kind);
    return true;
  };

  const push = (bytes: Uint8Array): Parsed => {
    if (chosen) return chosen.push(bytes);
    const longer = new Uint8Array(head.length + bytes.length);
    longer.set(head);
    longer.set(bytes, head.length);
    head = longer;
    return choose(false) && chosen ? (chosen as MeasurementParser).push(head) : { rows: [], lines: [], refused: [] };
  };

  return {
    push,
    end: () => {
      if (chosen) return chosen.end();
      choose(true);
      const parser = chosen as unknown as MeasurementParser;
      return joined(parser.push(head), parser.end());
    },
  };
};
