import { uptimeShade } from "./chart-uptime.ts";
import type { UptimeShade } from "./chart-uptime.ts";
import { formatCount, formatDay, formatLatency, formatPercent } from "./format.ts";
import type { HourOfDay, HourPattern, UptimeDay, UptimeDays } from "./model/day-pattern.ts";

/** The shade of a day; `silent`: measurements were due and none came; `none`: none was due. */
export type DayShade = UptimeShade | "silent" | "none";

export const dayShade = (day: UptimeDay): DayShade =>
  day.uptime_pct === null ? (day.expected_count > 0 ? "silent" : "none") : uptimeShade(day.uptime_pct);

/** The share of a day in which the probe was silent, 0 to 1. */
export const silentShare = ({ measurement_count, expected_count }: UptimeDay): number =>
  expected_count === 0 ? 0 : Math.max(0, 1 - measurement_count / expected_count);

/** "2026-11-21: uptime 99.9 %, 1,440 of 1,440 received" */
export function dayText(day: UptimeDay, zone: string): string {
  const shade = dayShade(day);
  const words = { silent: "probe silent", none: "none due" };
  const uptime = shade === "silent" || shade === "none" ? words[shade] : `uptime ${formatPercent(day.uptime_pct, 2)}`;
  const received = `${formatCount(day.measurement_count)} of ${formatCount(day.expected_count)} received`;
  return `${formatDay(day.from, zone)}: ${uptime}${shade === "none" ? "" : `, ${received}`}`;
}

/** What the bars say, without the bars. */
export function daysSummary({ days, time_zone }: UptimeDays): string {
  const counted = (shade: DayShade) => days.filter((day) => dayShade(day) === shade).length;
  const worst = days.filter((day) => day.uptime_pct !== null).toSorted((a, b) => a.uptime_pct! - b.uptime_pct!)[0];
  const parts = [
    `${counted("good")} good days`,
    `${counted("reduced")} reduced`,
    `${counted("bad")} bad`,
    `${counted("silent")} silent`,
  ];
  return `${parts.join(", ")}.${worst && worst.uptime_pct! < 100 ? ` Worst: ${dayText(worst, time_zone)}.` : ""}`;
}

const csv = (header: string, rows: string[]): string => `${[header, ...rows].join("\r\n")}\r\n`;

/** The days as CSV with a header. */
export const daysCsv = ({ days, time_zone }: UptimeDays): string =>
  csv(
    "day,time_zone,from,to,uptime_pct,measurement_count,expected_count",
    days.map((day) =>
      [
        formatDay(day.from, time_zone),
        time_zone,
        day.from,
        day.to,
        day.uptime_pct ?? "",
        day.measurement_count,
        day.expected_count,
      ].join(","),
    ),
  );

/** "13:00 – 14:00" */
export const hourText = (hour: number): string =>
  `${String(hour).padStart(2, "0")}:00 – ${String(hour + 1).padStart(2, "0")}:00`;

/** The fastest and the slowest hour by their median. */
export function hoursSummary({ hours }: Pick<HourPattern, "hours">): string {
  const known = hours
    .filter((hour) => hour.latency_ms_p50 !== null)
    .toSorted((a, b) => a.latency_ms_p50! - b.latency_ms_p50!);
  const [fastest, slowest] = [known[0], known.at(-1)];
  if (!fastest || !slowest) return "No reply in any hour.";
  const told = (hour: HourOfDay) => `${hourText(hour.hour)} with a median of ${formatLatency(hour.latency_ms_p50)}`;
  return `Fastest ${told(fastest)}, slowest ${told(slowest)}; ${known.length} of 24 hours have replies.`;
}

/** The hours as CSV with a header, empty where no reply came. */
export const hoursCsv = ({ hours, time_zone }: HourPattern): string =>
  csv(
    "hour,time_zone,latency_ms_p50,latency_ms_p95,reply_count",
    hours.map((row) =>
      [row.hour, time_zone, row.latency_ms_p50 ?? "", row.latency_ms_p95 ?? "", row.reply_count].join(","),
    ),
  );
