import { type Kysely, sql } from "kysely";
import type { Database } from "../schema/index.ts";
import { type Policy, policies } from "./declared.ts";

export { type Policy, policies } from "./declared.ts";

/** Schema and name of what a policy works on. */
const relationOf = ({ relation }: Policy) => {
  const [schema, name] = relation.includes(".") ? relation.split(".") : ["public", relation];
  return { schema, name, qualified: `${schema}.${name}` };
};

const addPolicy = (policy: Policy) => {
  const relation = sql`${relationOf(policy).qualified}::regclass`;
  switch (policy.kind) {
    case "job":
      return sql`SELECT add_job(${policy.procedure}::regproc, ${policy.schedule}::interval,
        initial_start => time_bucket(${policy.schedule}::interval, now()))`;
    case "compression":
      return sql`SELECT add_compression_policy(${relation}, compress_after => ${policy.after}::interval,
        schedule_interval => ${policy.schedule}::interval, if_not_exists => true)`;
    case "retention":
      return sql`SELECT add_retention_policy(${relation}, drop_after => ${policy.after}::interval,
        schedule_interval => ${policy.schedule}::interval, if_not_exists => true)`;
    case "refresh":
      return sql`SELECT add_continuous_aggregate_policy(${relation}, start_offset => ${policy.start}::interval,
        end_offset => ${policy.end}::interval, schedule_interval => ${policy.schedule}::interval, if_not_exists => true)`;
  }
};

/**
 * Puts every declared policy in force that was never applied before, and returns the names of those. One that an
 * operator changed or removed since stays as the operator left it. `db` must sign in as the owner.
 */
export const applyPolicies = (db: Kysely<Database>): Promise<string[]> =>
  db.transaction().execute(async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('fiber.policies'))`.execute(transaction);
    const applied = await transaction.selectFrom("fiber.policies").select("policy_name").execute();
    const known = new Set(applied.map((row) => row.policy_name));
    const added: string[] = [];
    for (const policy of policies.filter(({ policy_name }) => !known.has(policy_name))) {
      await addPolicy(policy).execute(transaction);
      await transaction
        .insertInto("fiber.policies")
        .values({ policy_name: policy.policy_name, declared: JSON.stringify(policy) })
        .execute();
      added.push(policy.policy_name);
    }
    return added;
  });

export type PolicyStatus = {
  policy_name: string;
  relation: string;
  /** `in_force` as declared · `changed` by an operator · `removed` by an operator · `pending`: never applied. */
  state: "in_force" | "changed" | "removed" | "pending";
  declared: Policy;
  job_id: number | null;
};

type JobRow = { job_id: number; same: boolean };

const PROCEDURE = {
  compression: "policy_compression",
  retention: "policy_retention",
  refresh: "policy_refresh_continuous_aggregate",
} as const;

/** What PostgreSQL thinks of a declared policy against the job's own configuration; intervals compare as intervals. */
const findJob = async (db: Kysely<Database>, policy: Policy): Promise<JobRow | undefined> => {
  if (policy.kind === "job") {
    const { rows } = await sql<JobRow>`
      SELECT job_id, schedule_interval = ${policy.schedule}::interval AS same FROM timescaledb_information.jobs
      WHERE format('%s.%s', proc_schema, proc_name) = ${policy.procedure} LIMIT 1`.execute(db);
    return rows[0];
  }
  const { schema, name } = relationOf(policy);
  const same =
    policy.kind === "refresh"
      ? sql`(j.config->>'start_offset')::interval = ${policy.start}::interval
            AND (j.config->>'end_offset')::interval = ${policy.end}::interval`
      : policy.kind === "compression"
        ? sql`(j.config->>'compress_after')::interval = ${policy.after}::interval`
        : sql`(j.config->>'drop_after')::interval = ${policy.after}::interval`;
  const { rows } = await sql<JobRow>`
    SELECT j.job_id, (${same} AND j.schedule_interval = ${policy.schedule}::interval) IS TRUE AS same
    FROM timescaledb_information.jobs j
    LEFT JOIN timescaledb_information.continuous_aggregates ca
      ON (ca.materialization_hypertable_schema, ca.materialization_hypertable_name) = (j.hypertable_schema, j.hypertable_name)
      OR (ca.view_schema, ca.view_name) = (j.hypertable_schema, j.hypertable_name)
    WHERE j.proc_name = ${PROCEDURE[policy.kind]}
      AND coalesce(ca.view_name, j.hypertable_name) = ${name}
      AND coalesce(ca.view_schema, j.hypertable_schema) = ${schema}
    LIMIT 1`.execute(db);
  return rows[0];
};

/** Every declared policy against what is in force. */
export const listPolicyStatus = async (db: Kysely<Database>): Promise<PolicyStatus[]> => {
  const applied = await db.selectFrom("fiber.policies").select("policy_name").execute();
  const known = new Set(applied.map((row) => row.policy_name));
  return Promise.all(
    policies.map(async (declared) => {
      const job = await findJob(db, declared);
      const state = job ? (job.same ? "in_force" : "changed") : known.has(declared.policy_name) ? "removed" : "pending";
      return {
        policy_name: declared.policy_name,
        relation: declared.relation,
        state,
        declared,
        job_id: job?.job_id ?? null,
      };
    }),
  );
};
