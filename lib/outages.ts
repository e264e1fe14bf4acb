import type { Window } from "./chart-zoom.ts";
import { formatCount, formatDuration, formatPercent, formatRecentTime, NOTHING } from "./format.ts";
import type { NodeOutages, Outage, OutageKind } from "./model/outage.ts";
import { MILLISECONDS } from "./units.ts";

/** What each kind is called: who did not answer. */
export const OUTAGE_WORDS: Record<OutageKind, string> = { down: "target down", silent: "probe silent" };

/** A window that shows an outage with as much around it as it is long, at least ten minutes, and nothing after `now_ms`. */
export function aroundOutage(outage: Pick<Outage, "from" | "to">, now_ms: number): Window {
  const [from_ms, to_ms] = [Date.parse(outage.from), Date.parse(outage.to)];
  const margin = Math.max(10 * MILLISECONDS.minute, (to_ms - from_ms) / 2);
  const end = Math.max(to_ms, Math.min(to_ms + margin, now_ms));
  const minute = MILLISECONDS.minute;
  return { from_ms: Math.floor((from_ms - margin) / minute) * minute, to_ms: Math.ceil(end / minute) * minute };
}

/** How deep it went: "uptime 0 %, loss 100 %" of what was measured, or that nothing was. */
export function depthText({ kind, uptime_pct, packet_loss }: Outage): string {
  if (kind === "silent") return uptime_pct === null ? "nothing known" : "partly heard";
  const loss = packet_loss === null ? "loss not known" : `loss ${formatPercent(packet_loss)}`;
  return uptime_pct === null ? loss : `uptime ${formatPercent(uptime_pct)}, ${loss}`;
}

/** "7 min", "≥ 7 min" where it is cut by the range, "so far" where it lasts. From hours: what was missing, not the hours. */
export function lengthText(outage: Outage, interval_seconds: number, exact: boolean): string {
  const seconds = exact ? outage.seconds : outage.missing_count * interval_seconds;
  const text = formatDuration(seconds, 2);
  return `${outage.began_before && exact ? "≥ " : ""}${text}`;
}

const totalText = (words: string, { count, seconds }: NodeOutages["down"]): string =>
  count === 0
    ? `no ${words}`
    : `${formatCount(count)} ${words}${count === 1 ? "" : "s"}, ${formatDuration(seconds, 2)}`;

/** "3 outages, 2 h 10 min · no silence" */
export const outageTotals = ({ down, silent }: NodeOutages): string =>
  `${totalText("outage", down)} · ${totalText("silence", silent)}`;

/** What the list rests on and how fine it is. */
export function outageSource(answer: NodeOutages, zone: string): string {
  const { source, reason, resolution_seconds, measurements_min, as_of } = answer;
  const rule = `${measurements_min} missing in a row or more`;
  if (source === "metrics") return `measurements · ${rule} · read ${formatRecentTime(as_of, zone, as_of)}`;
  return `${source} · to the ${formatDuration(resolution_seconds)}, because ${reason} · ${measurements_min} missing in an hour or more`;
}

const COLUMNS = [
  "kind",
  "from",
  "to",
  "began_before",
  "open",
  "seconds",
  "missing_count",
  "measurement_count",
  "uptime_pct",
  "packet_loss",
] as const;

/** The list as CSV with a header, empty where nothing is known. */
export function outagesCsv({ outages }: NodeOutages): string {
  const rows = outages.map((outage) => COLUMNS.map((name) => outage[name] ?? "").join(","));
  return `${[COLUMNS.join(","), ...rows].join("\r\n")}\r\n`;
}

/** One outage in words, for a screen reader's button. */
export function outageSentence(outage: Outage, zone: string, now: string): string {
  const end = outage.open ? "and has not ended" : `to ${formatRecentTime(outage.to, zone, now)}`;
  return `${OUTAGE_WORDS[outage.kind]} from ${formatRecentTime(outage.from, zone, now) || NOTHING} ${end}`;
}
