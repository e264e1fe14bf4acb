import { invalidInput } from "./errors.ts";
import type { Accounting, ServiceCounts, ServiceDay, ServiceLevel, SilenceRule } from "./model/service-level.ts";
import { parseInstant } from "./range.ts";

const WHOLE = 100_000;
const WINDOWS_MAX = 50;
const SILENCES: readonly SilenceRule[] = ["up", "down", "out"];

export const ACCOUNTING_PARAMETERS = ["objective", "silence", "loss_max", "maintenance"] as const;

type Params = Record<string, string | string[] | undefined>;

const one = (params: Params, name: string): string | undefined => {
  const value = params[name];
  if (Array.isArray(value)) throw invalidInput(name, `${name} may be given once.`);
  return value === "" ? undefined : value;
};

const percent = (name: string, text: string, decimals: number): number => {
  const value = Number(text);
  if (!new RegExp(`^\\d{1,3}(\\.\\d{1,${decimals}})?$`).test(text) || value > 100)
    throw invalidInput(name, `${name} must be a percentage from 0 to 100 with at most ${decimals} decimals.`);
  return value;
};

const maintenanceWindow = (text: string): { from: string; to: string } => {
  const [from = "", to = "", more] = text.split("/");
  if (more !== undefined || to === "")
    throw invalidInput(
      "maintenance",
      "maintenance must be two times with a slash between, like 2026-11-22T01:00Z/2026-11-22T03:00Z.",
    );
  const [from_ms, to_ms] = [parseInstant("maintenance", from), parseInstant("maintenance", to)];
  if (to_ms <= from_ms) throw invalidInput("maintenance", "A maintenance window must end after it begins.");
  return { from: new Date(from_ms).toISOString(), to: new Date(to_ms).toISOString() };
};

/** Windows in order that touch nowhere, so that nothing is left out twice. */
const merged = (windows: Accounting["maintenance"]): Accounting["maintenance"] => {
  const result: Accounting["maintenance"] = [];
  for (const window of windows.toSorted((a, b) => a.from.localeCompare(b.from))) {
    const last = result.at(-1);
    if (last && window.from <= last.to) last.to = last.to > window.to ? last.to : window.to;
    else result.push({ ...window });
  }
  return result;
};

/**
 * `objective` (99.9), `silence` (out), `loss_max` (none) and `maintenance` (from/to, up to 50, repeated or split by commas).
 * Throws FiberError `invalid_input` that names the parameter.
 */
export function parseAccounting(params: Params): Accounting {
  const silence = one(params, "silence") ?? "out";
  const rule = SILENCES.find((known) => known === silence);
  if (!rule) throw invalidInput("silence", `silence must be one of ${SILENCES.join(", ")}.`);
  const loss_max = one(params, "loss_max");
  const windows = [params["maintenance"] ?? []]
    .flat()
    .flatMap((text) => text.split(","))
    .map((text) => text.trim());
  const given = windows.filter((text) => text !== "");
  if (given.length > WINDOWS_MAX) throw invalidInput("maintenance", `At most ${WINDOWS_MAX} maintenance windows.`);
  return {
    objective_milli: Math.round(percent("objective", one(params, "objective") ?? "99.9", 3) * 1000),
    silence: rule,
    loss_max: loss_max === undefined ? null : percent("loss_max", loss_max, 3),
    maintenance: merged(given.map(maintenanceWindow)),
  };
}

/** The parameters of an accounting, as an address has them. */
export function accountingParams({ objective_milli, silence, loss_max, maintenance }: Accounting): URLSearchParams {
  const search = new URLSearchParams({ objective: String(objective_milli / 1000), silence });
  if (loss_max !== null) search.set("loss_max", String(loss_max));
  for (const { from, to } of maintenance) search.append("maintenance", `${from}/${to}`);
  return search;
}

/** The parts of [from_ms, to_ms) outside maintenance. */
export function outsideMaintenance(
  from_ms: number,
  to_ms: number,
  maintenance: Accounting["maintenance"],
): [number, number][] {
  const parts: [number, number][] = [];
  let at = from_ms;
  for (const window of maintenance) {
    const [begin, end] = [Date.parse(window.from), Date.parse(window.to)];
    if (end <= at || begin >= to_ms) continue;
    if (begin > at) parts.push([at, begin]);
    at = Math.max(at, end);
  }
  if (at < to_ms) parts.push([at, to_ms]);
  return parts;
}

export type Verdict = {
  /** What counts, and what of it is up, in measurements. */
  counted: number;
  up: number;
  /** null: nothing counts. */
  uptime_pct: number | null;
  met: boolean | null;
  /** In measurements, exact to a hundred-thousandth: what may be down, and what is left of it (negative: overspent). */
  budget: number;
  budget_left: number;
};

/** Up or not, by the accounting. Whole numbers until the last division, so that the objective is met exactly or not. */
export function judge(
  { received, received_up, missing }: ServiceCounts,
  { silence, objective_milli }: Accounting,
): Verdict {
  const counted = received + (silence === "out" ? 0 : missing);
  const up = received_up + (silence === "up" ? missing : 0);
  const allowed = (WHOLE - objective_milli) * counted;
  const down = (counted - up) * WHOLE;
  return {
    counted,
    up,
    uptime_pct: counted === 0 ? null : (up / counted) * 100,
    met: counted === 0 ? null : down <= allowed,
    budget: allowed / WHOLE,
    budget_left: (allowed - down) / WHOLE,
  };
}

export const addCounts = (days: readonly ServiceCounts[]): ServiceCounts =>
  days.reduce(
    (sum, day) => ({
      received: sum.received + day.received,
      received_up: sum.received_up + day.received_up,
      missing: sum.missing + day.missing,
    }),
    { received: 0, received_up: 0, missing: 0 },
  );

/** Days as they are up to two months, then months of the zone: name and the sum of their days. */
export function periodsOf(
  days: ServiceDay[],
  dayName: (iso: string) => string,
): { name: string; counts: ServiceCounts }[] {
  const monthly = days.length > 62;
  const groups = new Map<string, ServiceDay[]>();
  for (const day of days) {
    const name = dayName(day.from).slice(0, monthly ? 7 : 10);
    groups.set(name, [...(groups.get(name) ?? []), day]);
  }
  return [...groups].map(([name, own]) => ({ name, counts: addCounts(own) }));
}

/** What each choice of the accounting means, one sentence a line. */
export function accountingSentences({
  accounting,
  time_zone,
  source,
  interval_seconds,
  notes,
}: ServiceLevel): string[] {
  const { silence, loss_max, maintenance, objective_milli } = accounting;
  const silences: Record<SilenceRule, string> = { up: "counts as up", down: "counts as down", out: "is left out" };
  return [
    `Objective: ${objective_milli / 1000} % of what counts is up.`,
    `Every measurement counts for ${interval_seconds} s. It is up when a reply came${loss_max === null ? "" : ` and its loss, where known, is at most ${loss_max} %`}.`,
    `Time in which the probe was silent ${silences[silence]}.`,
    maintenance.length === 0
      ? "No maintenance is left out."
      : `Maintenance is left out: ${maintenance.map(({ from, to }) => `${from} to ${to}`).join(", ")}.`,
    `Days are those of ${time_zone}. Read from ${source === "metrics" ? "measurements" : source}.`,
    ...notes,
  ];
}

/**
 * The report as CSV: a day a line, then the total, with the counts that everything else follows from, and on every line
 * what it was reckoned by, so that no figure goes without it.
 */
export function serviceCsv(report: ServiceLevel, dayName: (iso: string) => string): string {
  const { objective_milli, silence, loss_max, maintenance } = report.accounting;
  const windows = maintenance.map(({ from, to }) => `${from}/${to}`).join(" ");
  const reckoned = [objective_milli / 1000, silence, loss_max ?? "", windows, report.time_zone];
  const line = (name: string, counts: ServiceCounts) => {
    const { counted, up, uptime_pct, met, budget_left } = judge(counts, report.accounting);
    return [
      name,
      counts.received,
      counts.received_up,
      counts.missing,
      counted,
      up,
      uptime_pct ?? "",
      met ?? "",
      budget_left,
      ...reckoned,
    ].join(",");
  };
  const header =
    "day,received,received_up,missing,counted,up,uptime_pct,objective_met,budget_left,objective_pct,silence,loss_max_pct,maintenance,time_zone";
  const rows = report.days.map((day) => line(dayName(day.from), day));
  return `${[header, ...rows, line("total", addCounts(report.days))].join("\r\n")}\r\n`;
}
