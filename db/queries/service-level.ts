import { type Kysely, type RawBuilder, sql } from "kysely";
import { expectedCount } from "#lib/coverage.ts";
import { dayEdges, haveWholeHours } from "#lib/days.ts";
import { FiberError } from "#lib/errors.ts";
import type { Node } from "#lib/model/node.ts";
import type { Accounting, ServiceDay, ServiceLevel } from "#lib/model/service-level.ts";
import { outsideMaintenance } from "#lib/service-level.ts";
import { UTC } from "#lib/time-zone.ts";
import { MILLISECONDS } from "#lib/units.ts";
import type { Database } from "../schema/index.ts";
import { type NodeQuestion, planOfNode } from "./node-plan.ts";
import { getNodeOutages } from "./outages.ts";

const DAYS_MAX = 400;

type Row = { day: number; received: number; received_up: number };
type Question = NodeQuestion & { time_zone: string; accounting: Accounting };

const inMaintenance = (time: RawBuilder<unknown>, maintenance: Accounting["maintenance"]) =>
  maintenance.length === 0
    ? sql`false`
    : sql`(${sql.join(
        maintenance.map(({ from, to }) => sql`${time} >= ${from}::timestamptz AND ${time} < ${to}::timestamptz`),
        sql` OR `,
      )})`;

const fromMeasurements = ({ accounting: { loss_max, maintenance } }: Question) => ({
  time: sql.ref("time"),
  received: sql`count(*)`,
  received_up:
    loss_max === null
      ? sql`count(latency_ms)`
      : sql`count(latency_ms) FILTER (WHERE coalesce(packet_loss, 0) <= ${loss_max})`,
  left_out: inMaintenance(sql.ref("time"), maintenance),
});

/** An hour of which any part is maintenance is left out whole. */
const fromHours = ({ accounting: { maintenance } }: Question) => ({
  time: sql.ref("bucket"),
  received: sql`coalesce(sum(measurement_count), 0)::bigint`,
  received_up: sql`coalesce(sum(reply_count), 0)::bigint`,
  left_out: inMaintenance(sql.ref("bucket"), maintenance),
});

const wholeHours = (maintenance: Accounting["maintenance"]): Accounting["maintenance"] =>
  maintenance.map(({ from, to }) => ({
    from: new Date(Math.floor(Date.parse(from) / MILLISECONDS.hour) * MILLISECONDS.hour).toISOString(),
    to: new Date(Math.ceil(Date.parse(to) / MILLISECONDS.hour) * MILLISECONDS.hour).toISOString(),
  }));

/** From hours, what hours cannot tell is changed, and said. */
const asHoursCan = (question: Question): { question: Question; notes: string[] } => {
  const { accounting, time_zone, from, to } = question;
  const maintenance = wholeHours(accounting.maintenance);
  const days_fit = haveWholeHours(from.getTime(), to.getTime(), time_zone);
  const notes = [
    "Measurements are past retention or too many, so hours are counted, and the range is taken to the whole hour.",
    ...(accounting.loss_max === null
      ? []
      : ["The loss limit is not applied: hours do not tell the loss of single measurements."]),
    ...(JSON.stringify(maintenance) === JSON.stringify(accounting.maintenance)
      ? []
      : ["Maintenance is widened to whole hours."]),
    ...(days_fit ? [] : [`Days are those of UTC: days of ${time_zone} begin between hours.`]),
  ];
  const hour = MILLISECONDS.hour;
  return {
    notes,
    question: {
      ...question,
      from: new Date(Math.floor(from.getTime() / hour) * hour),
      to: new Date(Math.ceil(to.getTime() / hour) * hour),
      time_zone: days_fit ? time_zone : UTC,
      accounting: { ...accounting, loss_max: null, maintenance },
    },
  };
};

const dueOf = (node: Node, from_ms: number, to_ms: number, now: Date, maintenance: Accounting["maintenance"]): number =>
  outsideMaintenance(from_ms, to_ms, maintenance).reduce(
    (sum, [begin, end]) => sum + expectedCount(node, { from: new Date(begin), to: new Date(end), now }, 0),
    0,
  );

const listDays = async (
  db: Kysely<Database>,
  node: Node,
  question: Question,
  exact: boolean,
): Promise<ServiceDay[]> => {
  const { node_id, from, to, now, time_zone, accounting } = question;
  const edges = dayEdges(from.getTime(), to.getTime(), time_zone);
  if (edges.length - 1 > DAYS_MAX)
    throw new FiberError("invalid_input", `A report covers at most ${DAYS_MAX} days.`, { field: "to" });
  const { time, received, received_up, left_out } = exact ? fromMeasurements(question) : fromHours(question);
  const { rows } = await sql<Row>`
    SELECT width_bucket(${time}, ${edges.map((edge) => new Date(edge).toISOString())}::timestamptz[]) AS day,
           ${received} AS received, ${received_up} AS received_up
    FROM ${sql.table(exact ? "metrics" : "aggregates_hourly")}
    WHERE node_id = ${node_id} AND ${time} >= ${from}::timestamptz AND ${time} < ${to}::timestamptz AND NOT ${left_out}
    GROUP BY 1`.execute(db);
  const row_of = new Map(rows.map((row) => [row.day, row]));
  return edges.slice(0, -1).map((edge, index) => {
    const [begin, end] = [Math.max(edge, from.getTime()), Math.min(edges[index + 1]!, to.getTime())];
    const { received: came, received_up: up } = row_of.get(index + 1) ?? { received: 0, received_up: 0 };
    const missing = Math.max(0, dueOf(node, begin, end, now, accounting.maintenance) - came);
    return {
      from: new Date(begin).toISOString(),
      to: new Date(end).toISOString(),
      received: came,
      received_up: up,
      missing,
    };
  });
};

/**
 * What a service-level report of a node over [from, to) rests on, by day of `time_zone`, and its outages. Counts single
 * measurements of metrics, or, past retention or beyond 200,000, hours of aggregates_hourly, and notes what that changes.
 * Unknown node: FiberError not_found; more than 400 days: invalid_input.
 */
export const getServiceLevel = async (db: Kysely<Database>, asked: Question): Promise<ServiceLevel> => {
  const { node, plan } = await planOfNode(db, asked);
  const { question, notes } = plan.exact ? { question: asked, notes: [] } : asHoursCan(asked);
  const [days, outages] = await Promise.all([listDays(db, node, question, plan.exact), getNodeOutages(db, asked)]);
  return {
    node_id: node.node_id,
    from: question.from.toISOString(),
    to: question.to.toISOString(),
    time_zone: question.time_zone,
    interval_seconds: node.interval_seconds,
    source: plan.exact ? "metrics" : "aggregates_hourly",
    notes,
    accounting: question.accounting,
    days,
    outages,
    as_of: asked.now.toISOString(),
  };
};
