import { type LineError, type RawMeasurement, show } from "./measurement.ts";

export type Atlas = Record<string, unknown>;

/** Whether an object is a result of RIPE Atlas: no other format here has a probe's number. */
export const isAtlas = (object: Record<string, unknown>): boolean => "prb_id" in object;

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** A number; firmware 0 wrote numbers as text. undefined: absent. */
const numberOf = (value: unknown): number | undefined | null => {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number") return value;
  return typeof value === "string" && DECIMAL.test(value) ? Number(value) : null;
};

const wrong = (line: number, field: string, value: unknown, wanted: string): LineError => ({
  line,
  field,
  message: `${field} is ${value === undefined ? "missing" : show(value)}; it must be ${wanted}.`,
});

/** Round trips of single replies; one that came twice (`dup`) counts once, and `x`, `error`, -1 are no reply. */
const listReplies = (result: unknown): number[] =>
  Array.isArray(result)
    ? result.flatMap((item: unknown) => {
        if (typeof item !== "object" || item === null || "dup" in item || !("rtt" in item)) return [];
        const rtt = numberOf(item.rtt);
        return typeof rtt === "number" && rtt >= 0 ? [rtt] : [];
      })
    : [];

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A ping result of RIPE Atlas, of any firmware: the node is atlas-<probe>, latency the average of the replies, loss what
 * of `sent` did not come back. -1, `x` and errors are no reply. Where nothing was sent, loss is not known.
 */
export const readAtlas = (result: Atlas, line: number): RawMeasurement | LineError[] => {
  const { type, prb_id, timestamp } = result;
  if (type !== undefined && type !== "ping") return [wrong(line, "type", type, '"ping"')];
  const probe = numberOf(prb_id);
  if (typeof probe !== "number" || !Number.isSafeInteger(probe) || probe < 0)
    return [wrong(line, "prb_id", prb_id, "a probe's number")];
  const replies = listReplies(result.result);
  const sent = numberOf(result.sent);
  const received = numberOf(result.rcvd) ?? (Array.isArray(result.result) ? replies.length : undefined);
  const given = numberOf(result.avg);
  if (sent === null || (sent !== undefined && !(sent >= 0))) return [wrong(line, "sent", result.sent, "a count")];
  if (received === undefined || received === null || !(received >= 0))
    return [wrong(line, "rcvd", result.rcvd, "a count")];
  if (sent !== undefined && received > sent) return [wrong(line, "rcvd", received, `at most what was sent, ${sent}`)];
  if (given === null) return [wrong(line, "avg", result.avg, "a number")];
  const latency = given === undefined || given === -1 ? (replies.length > 0 ? average(replies) : undefined) : given;
  if (received > 0 && latency === undefined) return [wrong(line, "avg", result.avg, "a number, as replies came")];
  return {
    time: timestamp,
    node_name: `atlas-${probe}`,
    latency_ms: received > 0 ? latency : null,
    uptime_pct: received > 0 ? 100 : 0,
    packet_loss: sent === undefined || sent === 0 ? null : (100 * (sent - received)) / sent,
  };
};
