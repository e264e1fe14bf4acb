import { describe, expect, test } from "vitest";
import { readEnvironment } from "./env.ts";
import { FiberError } from "./errors.ts";

const failure = (env: Record<string, string>): FiberError => {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof FiberError) return error;
    throw error;
  }
  throw new Error("the environment was accepted");
};

describe("defaults", () => {
  test("nothing set is the embedded database on the loopback", () => {
    expect(readEnvironment({})).toEqual({
      database_url: undefined,
      database_replica_url: undefined,
      test_database_url: undefined,
      host: "127.0.0.1",
      port: 3000,
      data_dir: ".fiber",
      admin_email: undefined,
      admin_password: undefined,
      secret: undefined,
      demo: true,
      archive: undefined,
      disk_bytes: undefined,
      access: { public_url: undefined, trusted_proxies: [], oidc: undefined },
      ingest: { register_nodes: true, node_tags: undefined, region_tag: undefined },
    });
  });

  test("with DATABASE_URL it listens everywhere", () => {
    const env = { DATABASE_URL: "postgresql://u:p@db/f", FIBER_SECRET: "0123456789abcdef" };
    expect(readEnvironment(env).host).toBe("0.0.0.0");
  });

  test("an empty variable is an absent one", () => {
    expect(readEnvironment({ DATABASE_URL: "", PORT: " ", FIBER_DEMO: "" })).toEqual(readEnvironment({}));
  });
});

describe("wrong values name their variable", () => {
  test.each([
    ["PORT", { PORT: "http" }],
    ["PORT", { PORT: "0" }],
    ["PORT", { PORT: "65536" }],
    ["HOST", { HOST: "http://x" }],
    ["FIBER_DEMO", { FIBER_DEMO: "no" }],
    ["DATABASE_URL", { DATABASE_URL: "mysql://a/b" }],
    ["DATABASE_URL", { DATABASE_URL: "localhost" }],
    ["DATABASE_REPLICA_URL", { DATABASE_REPLICA_URL: "localhost:5432" }],
    ["TEST_DATABASE_URL", { TEST_DATABASE_URL: "x" }],
    ["FIBER_SECRET", { DATABASE_URL: "postgres://a/b" }],
    ["FIBER_SECRET", { FIBER_SECRET: "short" }],
    ["FIBER_ADMIN_EMAIL", { FIBER_ADMIN_EMAIL: "root" }],
    ["FIBER_ADMIN_PASSWORD", { FIBER_ADMIN_PASSWORD: "abc" }],
    ["FIBER_ARCHIVE_URL", { FIBER_ARCHIVE_URL: "/var/archive" }],
    ["FIBER_ARCHIVE_URL", { FIBER_ARCHIVE_URL: "file:///" }],
    ["FIBER_DATA_DIR", { FIBER_DATA_DIR: "/" }],
    ["FIBER_DISK_SIZE", { FIBER_DISK_SIZE: "500" }],
    ["FIBER_DISK_SIZE", { FIBER_DISK_SIZE: "1KiB" }],
  ])("%s", (name, env) => {
    const error = failure(env as Record<string, string>);
    expect(error.kind).toBe("invalid_input");
    expect(error.field).toBe(name);
    expect(error.message).toContain(name);
  });

  test("a password is never repeated", () => {
    expect(failure({ DATABASE_URL: "mysql://u:hunter22@h/d" }).message).not.toContain("hunter22");
    expect(failure({ FIBER_SECRET: "hunter22" }).message).not.toContain("hunter22");
    expect(failure({ FIBER_ADMIN_PASSWORD: "hunter2" }).message).not.toContain("hunter2");
  });
});

test("a disk is given with its unit", () =>
  expect(readEnvironment({ FIBER_DISK_SIZE: " 500 GiB " }).disk_bytes).toBe(500 * 2 ** 30));

describe("archive", () => {
  test("a directory", () => {
    expect(readEnvironment({ FIBER_ARCHIVE_URL: "file:///srv/cold%20tier" }).archive).toEqual({
      kind: "file",
      directory: "/srv/cold tier",
    });
  });

  test("a bucket with and without a prefix", () => {
    expect(readEnvironment({ FIBER_ARCHIVE_URL: "s3://cold/a/b/" }).archive).toEqual({
      kind: "s3",
      bucket: "cold",
      prefix: "a/b",
    });
    expect(readEnvironment({ FIBER_ARCHIVE_URL: "s3://cold" }).archive).toMatchObject({ prefix: "" });
  });
});

test("a command needs no secret", () => {
  const env = { DATABASE_URL: "postgres://a/b" };
  expect(readEnvironment(env, "command")).toMatchObject({ database_url: "postgres://a/b", secret: undefined });
});
