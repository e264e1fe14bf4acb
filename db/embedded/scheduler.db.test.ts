import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedServer, startEmbedded } from "./index.ts";
import { type Client, connect, disconnectAll, killHard, temporaryDirectory, until, value } from "./test-kit.ts";

const dir = temporaryDirectory();
let server: EmbeddedServer;
let client: Client;

beforeAll(async () => {
  server = await startEmbedded({ data_dir: dir.path });
  client = await connect(server);
  for (const statement of [
    "CREATE EXTENSION timescaledb",
    "CREATE TABLE m (time timestamptz NOT NULL, v real)",
    "SELECT create_hypertable('m', 'time')",
    "INSERT INTO m SELECT now() - g * interval '1 hour', g FROM generate_series(1, 1000) AS g",
    "ALTER TABLE m SET (timescaledb.compress)",
    "CREATE TABLE ran (job int, at timestamptz DEFAULT clock_timestamp())",
    "CREATE PROCEDURE works(job_id int, config jsonb) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ran VALUES (job_id); COMMIT; END $$",
    "CREATE PROCEDURE fails(job_id int, config jsonb) LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it broke' USING ERRCODE = '22012', HINT = 'mend it'; END $$",
    "CREATE PROCEDURE hangs(job_id int, config jsonb) LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); END $$",
  ]) {
    await client.query(statement);
  }
}, 180_000);
afterAll(async () => {
  await disconnectAll();
  await server?.stop();
  dir.remove();
});

const addJob = async (call: string): Promise<number> => (await value(client, `SELECT add_job(${call})`)) as number;
const stats = async (job: number) =>
  (
    await client.query(
      `SELECT s.*, j.scheduled, extract(epoch FROM s.next_start - s.last_run_started_at)::float AS wait_s
         FROM timescaledb_information.job_stats s JOIN timescaledb_information.jobs j USING (job_id) WHERE job_id = $1`,
      [job],
    )
  ).rows[0] as Record<string, unknown>;
const ranTimes = async (job: number, runs: number) =>
  until(async () => {
    const row = await stats(job);
    return row && Number(row.total_runs) >= runs && row.last_run_status !== null && row;
  });

describe("jobs", () => {
  it("run when due, and the views show their outcome and next start", async () => {
    const job = await addJob("'works', '1 hour', fixed_schedule => false");
    const row = await ranTimes(job, 1);
    expect(row).toMatchObject({
      last_run_status: "Success",
      job_status: "Scheduled",
      total_runs: "1",
      total_successes: "1",
      total_failures: "0",
    });
    expect(row.wait_s).toBeGreaterThan(3599);
    expect(row.wait_s).toBeLessThan(3660);
    expect(await value(client, "SELECT count(*)::int FROM ran WHERE job = $1", [job])).toBe(1);
    expect(
      (
        await client.query(
          "SELECT succeeded, proc_name, finish_time >= start_time AS ended FROM timescaledb_information.job_history WHERE job_id = $1",
          [job],
        )
      ).rows,
    ).toEqual([{ succeeded: true, proc_name: "works", ended: true }]);
  });

  it("wait for their initial start, keep to a fixed schedule, and stop when paused", async () => {
    const later = await addJob("'works', '1 day', initial_start => now() + interval '1 day'");
    const slots = await addJob(
      "'works', '1 day', initial_start => now() - interval '10 days 6 hours', timezone => 'Europe/Berlin'",
    );
    const paused = await addJob("'works', '1 day', scheduled => false");
    const row = await ranTimes(slots, 1);
    expect(Math.abs((row.wait_s as number) - 18 * 3600)).toBeLessThan(3700);
    expect(await value(client, "SELECT count(*)::int FROM ran WHERE job = ANY ($1)", [[later, paused]])).toBe(0);
    await client.query("SELECT alter_job($1, next_start => now())", [later]);
    await ranTimes(later, 1);
  });

  it("back off after a failure, tell why, and stop after max_retries", async () => {
    const job = await addJob("'fails', '1 hour', fixed_schedule => false");
    await client.query("SELECT alter_job($1, max_retries => 2, retry_period => interval '1 second')", [job]);
    const row = await ranTimes(job, 2);
    expect(row).toMatchObject({
      last_run_status: "Failed",
      total_failures: "2",
      scheduled: false,
      job_status: "Paused",
    });
    const { rows } = await client.query(
      "SELECT sqlerrcode, err_message FROM timescaledb_information.job_errors WHERE job_id = $1",
      [job],
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ sqlerrcode: "22012", err_message: expect.stringContaining("it broke") as string });
  });

  it("of TimescaleDB itself do their work", async () => {
    const job = (await value(client, "SELECT add_compression_policy('m', interval '7 days')")) as number;
    await ranTimes(job, 1);
    expect(
      await value(client, "SELECT count(*)::int FROM timescaledb_information.chunks WHERE is_compressed"),
    ).toBeGreaterThan(3);
  });

  it("keep the history of the last 100 runs", async () => {
    const job = await addJob("'works', '1 hour', fixed_schedule => false");
    await ranTimes(job, 1);
    await client.query(
      `INSERT INTO _timescaledb_internal.bgw_job_stat_history (id, job_id, pid, execution_start, execution_finish, succeeded)
       SELECT nextval('_timescaledb_internal.bgw_job_stat_history_id_seq'), $1, 1, now(), now(), true FROM generate_series(1, 150)`,
      [job],
    );
    await client.query("SELECT alter_job($1, next_start => now())", [job]);
    await ranTimes(job, 2);
    expect(
      await value(client, "SELECT count(*)::int FROM timescaledb_information.job_history WHERE job_id = $1", [job]),
    ).toBe(100);
  });

  it("that die with the server are counted as crashed and put off", async () => {
    const job = await addJob("'hangs', '1 hour', fixed_schedule => false");
    // While the job runs nobody is answered, so the wait for an answer shows that it began.
    await until(async () => {
      const answer = value(client, "SELECT total_runs::int FROM _timescaledb_internal.bgw_job_stat WHERE job_id = $1", [
        job,
      ]);
      const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), 2500));
      return (await Promise.race([answer.catch(() => "gone"), late])) === "late";
    });
    await killHard(server);
    await disconnectAll();
    server = await startEmbedded({ data_dir: dir.path });
    client = await connect(server);
    const crashed = await until(async () => {
      const { rows } = await client.query(
        `SELECT total_crashes::int, consecutive_crashes, next_start > now() + interval '4 minutes' AS put_off
           FROM _timescaledb_internal.bgw_job_stat WHERE job_id = $1 AND next_start > '-infinity'`,
        [job],
      );
      return rows[0] as unknown;
    });
    expect(crashed).toEqual({ total_crashes: 1, consecutive_crashes: 1, put_off: true });
    expect(
      await value(client, "SELECT err_message FROM timescaledb_information.job_errors WHERE job_id = $1", [job]),
    ).toContain("job crash detected");
  });
});
