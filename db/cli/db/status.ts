import type { Command } from "commander";
import { type Kysely, sql } from "kysely";
import { listMigrations } from "#db/migrations/index.ts";
import { listPolicyStatus, type PolicyStatus } from "#db/policies/index.ts";
import type { Database } from "#db/schema/index.ts";
import { type CommandDatabase, print, printJson, printTable, withDatabase } from "#db/cli/context.ts";
import { addressWithoutPassword } from "#db/cli/preflight.ts";

type Versions = {
  database_name: string;
  user_name: string;
  postgres: string;
  timescaledb: string | null;
  edition: "timescale" | "apache" | null;
};

type Status = Versions & {
  reachable: true;
  embedded: boolean;
  address: string;
  migrations: { name: string; applied_at: string | null }[];
  /** null: the migration that keeps account of policies is not applied. */
  policies: Pick<PolicyStatus, "policy_name" | "relation" | "state" | "job_id">[] | null;
};

const readVersions = async (db: Kysely<Database>): Promise<Versions> => {
  const { rows } = await sql<Versions>`
    SELECT current_database()::text AS database_name, current_user::text AS user_name,
           current_setting('server_version') AS postgres,
           (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescaledb,
           CASE WHEN EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb')
                THEN current_setting('timescaledb.license', true) END AS edition`.execute(db);
  return rows[0] as Versions;
};

const readPolicies = async (db: Kysely<Database>): Promise<Status["policies"]> => {
  const { rows } = await sql<{ there: boolean }>`SELECT to_regclass('fiber.policies') IS NOT NULL AS there`.execute(db);
  if (!rows[0]?.there) return null;
  const status = await listPolicyStatus(db);
  return status.map(({ policy_name, relation, state, job_id }) => ({ policy_name, relation, state, job_id }));
};

const readStatus = async ({ url, embedded, connect }: CommandDatabase): Promise<Status> => {
  const db = connect("owner");
  const versions = await readVersions(db);
  const migrations = await listMigrations(db);
  return {
    reachable: true,
    embedded,
    address: addressWithoutPassword(url),
    ...versions,
    migrations: migrations.map(({ name, executedAt }) => ({ name, applied_at: executedAt?.toISOString() ?? null })),
    policies: await readPolicies(db),
  };
};

const EDITION = { timescale: "Community edition", apache: "Apache edition: no compression, aggregates or policies" };

const printStatus = (status: Status): void => {
  const pending = status.migrations.filter((migration) => migration.applied_at === null);
  print(
    `Database     ${status.database_name} at ${status.address}${status.embedded ? " (embedded)" : ""}, as ${status.user_name}`,
  );
  print(`PostgreSQL   ${status.postgres}`);
  const edition = status.edition === null ? "" : ` (${EDITION[status.edition]})`;
  print(`TimescaleDB  ${status.timescaledb === null ? "not in this database" : status.timescaledb + edition}`);
  print(`Migrations   ${status.migrations.length - pending.length} applied, ${pending.length} pending`);
  for (const { name } of pending) print(`             pending: ${name}`);
  if (status.policies === null) return print("Policies     none yet: migrations are pending");
  const inForce = status.policies.filter((policy) => policy.state === "in_force");
  print(`Policies     ${inForce.length} of ${status.policies.length} in force as declared`);
  print();
  printTable(
    ["policy", "on", "state", "job"],
    status.policies.map((policy) => [
      policy.policy_name,
      policy.relation,
      policy.state.replace("_", " "),
      policy.job_id ?? "–",
    ]),
  );
};

/** `fiber db status`: versions, edition, migrations and policies. Fails (1) when the database does not answer. */
export const addStatus = (parent: Command): void => {
  parent
    .command("status")
    .description("tell whether the database answers, its versions, its migrations and its policies")
    .option("--json", "print the status as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      try {
        const status = await withDatabase(process.env, readStatus);
        if (json) printJson(status);
        else printStatus(status);
      } catch (error) {
        if (json) printJson({ reachable: false, error: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    });
};
