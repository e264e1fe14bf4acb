import { decodePoint, type FieldValue, type NoPoint, type Point } from "./influx-decode.ts";
import { createLineSplitter } from "./lines.ts";
import type { LineError, Limits, RawMeasurement } from "./measurement.ts";
import { show } from "./measurement.ts";
import { createCollector, type MeasurementParser, type ParserOptions, type Precision, TOO_LONG } from "./parser.ts";

/** Tags that may hold the node's name when none is set, the first that is there. */
const NODE_TAGS = ["node_name", "node", "url", "host"];

/** What a quoted text over several lines may take; more is an unclosed quote, and its lines are read one by one. */
const OPEN_LINES_MAX = 16;
const OPEN_LENGTH_MAX = 8_192;

const LATENCY_FIELDS = ["latency_ms", "average_response_ms"];
/** On Windows "destination unreachable" counts as a packet received and not as a reply: replies go first. */
const LOSS_FIELDS = ["packet_loss", "percent_reply_loss", "percent_packet_loss"];
const UPTIME_FIELDS = ["uptime_pct"];
const RESULT_FIELD = "result_code";

/** Epoch milliseconds of a timestamp of 64 bits; what is finer than a millisecond is cut off. */
export const millisecondsOf = (timestamp: string, precision: Precision): number => {
  const cut = { ns: 6, us: 3 }[precision as "ns"];
  if (cut !== undefined) {
    const negative = timestamp.startsWith("-");
    const whole = Number(timestamp.slice(0, -cut) || "0");
    return negative ? Math.min(whole, -1) : whole;
  }
  return Number(timestamp) * { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, ns: 1, us: 1 }[precision];
};

const nameOf = (tags: ReadonlyMap<string, string>, wanted: readonly string[] | undefined): string | undefined => {
  if (wanted === undefined) return NODE_TAGS.map((tag) => tags.get(tag)).find((value) => value !== undefined);
  const parts = wanted.map((tag) => tags.get(tag));
  return parts.includes(undefined) ? undefined : parts.join("/");
};

type Fields = ReadonlyMap<string, FieldValue>;

const findField = (fields: Fields, names: readonly string[]): string | undefined =>
  names.find((name) => fields.has(name));

const readNumber = (fields: Fields, name: string | undefined, line: number): number | undefined | LineError => {
  const value = name === undefined ? undefined : fields.get(name);
  if (value === undefined || typeof value === "number") return value;
  const shown = show(typeof value === "object" ? value.text : value);
  return { line, field: name ?? "", message: `${name} is ${shown}; it must be a number.` };
};

/**
 * A point as a measurement: fields latency_ms, uptime_pct, packet_loss, or those of Telegraf's ping plugin, in which a
 * result_code other than 0 means that no reply came. Other fields and the measurement's name say nothing here.
 */
export const measurementOf = (
  { tags, fields, timestamp }: Point,
  line: number,
  { now, precision = "ns", node_tags, region_tag = "region" }: ParserOptions,
): RawMeasurement | LineError[] => {
  const names = {
    latency: findField(fields, LATENCY_FIELDS),
    loss: findField(fields, LOSS_FIELDS),
    uptime: findField(fields, UPTIME_FIELDS),
    result: fields.has(RESULT_FIELD) ? RESULT_FIELD : undefined,
  };
  if (Object.values(names).every((name) => name === undefined)) {
    const known = [...LATENCY_FIELDS, ...LOSS_FIELDS, ...UPTIME_FIELDS, RESULT_FIELD].join(", ");
    return [{ line, field: "line", message: `The point has none of the fields ${known}.` }];
  }
  const node_name = nameOf(tags, node_tags);
  if (node_name === undefined) {
    const wanted =
      node_tags === undefined ? `one of the tags ${NODE_TAGS.join(", ")}` : `the tag ${node_tags.join(", ")}`;
    return [{ line, field: "node_name", message: `node_name is not given: the point lacks ${wanted}.` }];
  }
  const latency = readNumber(fields, names.latency, line);
  const loss = readNumber(fields, names.loss, line);
  const uptime = readNumber(fields, names.uptime, line);
  const result = readNumber(fields, names.result, line);
  const errors = [latency, loss, uptime, result].filter((value) => typeof value === "object");
  if (errors.length > 0) return errors;
  const failed = typeof result === "number" && result !== 0;
  return {
    time_ms: timestamp === null ? now : millisecondsOf(timestamp, precision),
    time: timestamp ?? "now",
    node_name,
    region: tags.get(region_tag),
    latency_ms: failed ? null : latency,
    uptime_pct: uptime ?? (failed ? 0 : undefined),
    packet_loss: loss,
  };
};

const isPoint = (decoded: Point | NoPoint): decoded is Point => "fields" in decoded;

/**
 * Measurements of InfluxDB's line protocol in UTF-8. A quoted text may go on over lines, up to 16 of them; one that is
 * never closed spoils its own line only. A point without a timestamp gets `now`.
 */
export const createInfluxParser = (limits: Limits, options: ParserOptions): MeasurementParser => {
  const collector = createCollector(limits);
  /** Lines since the one in which a quoted text was opened. */
  let open: string[] = [];
  let first = 0;

  const settle = (decoded: Point | NoPoint | undefined, line: number, text: string): void => {
    if (decoded === undefined) return;
    if (isPoint(decoded)) collector.judge(measurementOf(decoded, line, options), line, text);
    else collector.refuse(text, [{ line, field: "line", message: decoded.message }]);
  };

  /** Gives up the oldest open line and reads those behind it again. */
  const giveUp = (decoded: NoPoint): void => {
    settle(decoded, first, open[0] ?? "");
    const rest = open.slice(1);
    const line = first + 1;
    open = [];
    rest.forEach((text, at) => take(text, line + at));
  };

  const take = (text: string, line: number): void => {
    if (open.length === 0) {
      const decoded = decodePoint(text);
      if (decoded && !isPoint(decoded) && decoded.open) {
        open = [text];
        first = line;
      } else settle(decoded, line, text);
      return;
    }
    open.push(text);
    const length = open.reduce((sum, one) => sum + one.length, 0);
    // Only a quote can close what is open.
    const decoded = text.includes('"') ? decodePoint(open.join("\n")) : undefined;
    if (decoded === undefined || (!isPoint(decoded) && decoded.open)) {
      if (open.length >= OPEN_LINES_MAX || length >= OPEN_LENGTH_MAX)
        giveUp({ message: "A quoted text is not closed." });
    } else if (isPoint(decoded)) {
      const whole = open.join("\n");
      open = [];
      settle(decoded, first, whole);
    } else giveUp(decoded);
  };

  const splitter = createLineSplitter((text, line) => {
    if (text !== null) return take(text, line);
    while (open.length > 0) giveUp({ message: "A quoted text is not closed." });
    collector.refuse(null, [{ line, field: "line", message: TOO_LONG }]);
  });

  return {
    push: (bytes) => {
      splitter.push(bytes);
      return collector.take();
    },
    end: () => {
      splitter.end();
      while (open.length > 0) giveUp({ message: "A quoted text is not closed." });
      return collector.take();
    },
  };
};
