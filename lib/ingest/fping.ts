import { type LineError, type RawMeasurement, show } from "./measurement.ts";

type JsonObject = Record<string, unknown>;

const MEASURED = ["summary", "intSum", "vSum", "resp", "timeout"] as const;
const TOLD = ["stats", "warning"];

/** Whether an object is one that `fping -J` prints: a single key names what it is. */
export const isFping = (object: JsonObject): boolean => {
  const [key, ...others] = Object.keys(object);
  return key !== undefined && others.length === 0 && ([...MEASURED, ...TOLD] as string[]).includes(key);
};

const wrong = (line: number, field: string, value: unknown, wanted: string): LineError => ({
  line,
  field,
  message: `${field} is ${value === undefined ? "missing" : show(value)}; it must be ${wanted}.`,
});

const isCount = (value: unknown): value is number => typeof value === "number" && value >= 0 && Number.isFinite(value);

type Counts = { sent: number; received: number; latency: unknown };

/** Sent, received and mean of one host, or what is wrong. Replies that came twice are no negative loss. */
const readCounts = (kind: string, body: JsonObject, line: number): Counts | LineError => {
  if (kind === "vSum") {
    const { values } = body;
    if (!Array.isArray(values) || !values.every((value) => value === null || isCount(value)))
      return wrong(line, "values", values, "an array of numbers and null");
    const replies = values.filter((value) => value !== null);
    const latency = replies.length === 0 ? null : replies.reduce((sum, value) => sum + value, 0) / replies.length;
    return { sent: values.length, received: replies.length, latency };
  }
  if (!isCount(body.xmt)) return wrong(line, "xmt", body.xmt, "a count");
  if (!isCount(body.rcv)) return wrong(line, "rcv", body.rcv, "a count");
  if (body.rttAvg !== undefined && !isCount(body.rttAvg)) return wrong(line, "rttAvg", body.rttAvg, "a number");
  return { sent: body.xmt, received: body.rcv, latency: body.rttAvg };
};

const readSummary = (kind: string, body: JsonObject, line: number): RawMeasurement | LineError[] => {
  const counts = readCounts(kind, body, line);
  if ("message" in counts) return [counts];
  const { sent, received, latency } = counts;
  if (sent === 0) return [{ line, field: "xmt", message: "Nothing was sent to this host." }];
  return {
    latency_ms: received > 0 ? latency : null,
    uptime_pct: received > 0 ? 100 : 0,
    packet_loss: Math.max(0, (100 * (sent - received)) / sent),
  };
};

const readSingle = (kind: string, body: JsonObject, line: number): RawMeasurement | LineError[] => {
  if (kind === "timeout") return { latency_ms: null, uptime_pct: 0, packet_loss: 100 };
  if (!isCount(body.rtt)) return [wrong(line, "rtt", body.rtt, "a number")];
  return { latency_ms: body.rtt, uptime_pct: 100, packet_loss: 0 };
};

/**
 * A line of `fping -J`: a summary (of a run or an interval), or a single reply or timeout if it has a timestamp (-D);
 * without one it is only a part of the summary. A summary without a time gets the time of its arrival. Statistics,
 * warnings and kinds not known yet measure nothing.
 */
export const readFping = (object: JsonObject, line: number, now: number): RawMeasurement | LineError[] | undefined => {
  const kind = MEASURED.find((name) => name in object);
  if (kind === undefined) return undefined;
  const body = object[kind];
  if (typeof body !== "object" || body === null || Array.isArray(body)) return [wrong(line, kind, body, "an object")];
  const { host, timestamp, time } = body as JsonObject;
  if (typeof host !== "string") return [wrong(line, "host", host, "a text")];
  const single = kind === "resp" || kind === "timeout";
  const moment = timestamp ?? time;
  if (single && moment === undefined) return undefined;
  const raw = single ? readSingle(kind, body as JsonObject, line) : readSummary(kind, body as JsonObject, line);
  if (Array.isArray(raw)) return raw;
  return { ...raw, node_name: host, ...(moment === undefined ? { time: "now", time_ms: now } : { time: moment }) };
};
