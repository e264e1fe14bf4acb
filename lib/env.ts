import { PASSWORD_MIN_LENGTH, isCommonPassword } from "./access/password.ts";
import { type AccessEnvironment, readAccessEnvironment } from "./env-access.ts";
import { readDiskBytes } from "./env-disk.ts";
import { type IngestEnvironment, readIngestEnvironment } from "./env-ingest.ts";
import { invalidInput } from "./errors.ts";

/** Where cold data goes: a directory of this machine or a bucket. */
export type ArchiveLocation = { kind: "file"; directory: string } | { kind: "s3"; bucket: string; prefix: string };

/** The environment after validation. Absent and empty variables are `undefined` or have their default. */
export type Environment = {
  /** The primary; undefined: the embedded database of `data_dir`. */
  database_url: string | undefined;
  database_replica_url: string | undefined;
  test_database_url: string | undefined;
  host: string;
  port: number;
  /** As given, relative to the project; holds the embedded database, local archive, backups, the generated secret. */
  data_dir: string;
  admin_email: string | undefined;
  admin_password: string | undefined;
  /** undefined only without `database_url`: whoever starts the console then generates one. */
  secret: string | undefined;
  /** Whether an empty embedded database gets the demo fleet. */
  demo: boolean;
  archive: ArchiveLocation | undefined;
  /** How large the database may become; undefined: nobody said. */
  disk_bytes: number | undefined;
  access: AccessEnvironment;
  ingest: IngestEnvironment;
};

/** The raw variables, as in `process.env`. */
export type Variables = Record<string, string | undefined>;

const SECRET_MIN_LENGTH = 16;

const text = (env: Variables, name: string): string | undefined => {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
};

const parseUrl = (value: string): URL | undefined => {
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
};

/** The value is not repeated in the message: it usually contains a password. */
const databaseUrl = (env: Variables, name: string): string | undefined => {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const url = parseUrl(value);
  if (url?.protocol !== "postgres:" && url?.protocol !== "postgresql:") {
    throw invalidInput(
      name,
      `${name} is not a PostgreSQL address. Write it as postgresql://user:password@host:5432/database` +
        " (special characters in the password percent-encoded).",
    );
  }
  return value;
};

const port = (env: Variables): number => {
  const value = text(env, "PORT") ?? "3000";
  const number = Number(value);
  if (!/^\d{1,5}$/.test(value) || number < 1 || number > 65535) {
    throw invalidInput("PORT", `PORT is "${value}"; it must be a number from 1 to 65535.`);
  }
  return number;
};

const host = (env: Variables, fallback: string): string => {
  const value = text(env, "HOST") ?? fallback;
  if (!/^[A-Za-z0-9.:_-]+$/.test(value)) {
    throw invalidInput("HOST", `HOST is "${value}"; it must be an address or a host name, as 127.0.0.1 or 0.0.0.0.`);
  }
  return value;
};

const demo = (env: Variables): boolean => {
  const value = text(env, "FIBER_DEMO") ?? "1";
  if (value !== "0" && value !== "1") {
    throw invalidInput("FIBER_DEMO", `FIBER_DEMO is "${value}"; it must be 0 (no demo fleet) or 1.`);
  }
  return value === "1";
};

const secret = (env: Variables, required: boolean): string | undefined => {
  const value = text(env, "FIBER_SECRET");
  if (value === undefined && required) {
    throw invalidInput(
      "FIBER_SECRET",
      "FIBER_SECRET is not set, and DATABASE_URL requires it: sessions are signed with it." +
        " Set it to a long random text, for example the output of: openssl rand -hex 32",
    );
  }
  if (value !== undefined && value.length < SECRET_MIN_LENGTH) {
    throw invalidInput(
      "FIBER_SECRET",
      `FIBER_SECRET is too short; it must have ${SECRET_MIN_LENGTH} characters or more.`,
    );
  }
  return value;
};

const administrator = (env: Variables): Pick<Environment, "admin_email" | "admin_password"> => {
  const admin_email = text(env, "FIBER_ADMIN_EMAIL");
  const admin_password = text(env, "FIBER_ADMIN_PASSWORD");
  if (admin_email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(admin_email)) {
    throw invalidInput("FIBER_ADMIN_EMAIL", `FIBER_ADMIN_EMAIL is "${admin_email}"; it must be an e-mail address.`);
  }
  if (admin_password !== undefined && admin_password.length < PASSWORD_MIN_LENGTH) {
    throw invalidInput(
      "FIBER_ADMIN_PASSWORD",
      `FIBER_ADMIN_PASSWORD is too short; it must have ${PASSWORD_MIN_LENGTH} characters or more.`,
    );
  }
  if (admin_password !== undefined && isCommonPassword(admin_password)) {
    throw invalidInput(
      "FIBER_ADMIN_PASSWORD",
      "FIBER_ADMIN_PASSWORD is among the passwords that are tried first. Set another one.",
    );
  }
  return { admin_email: admin_email?.toLowerCase(), admin_password };
};

const archive = (env: Variables): ArchiveLocation | undefined => {
  const value = text(env, "FIBER_ARCHIVE_URL");
  if (value === undefined) return undefined;
  const url = parseUrl(value);
  if (url?.protocol === "file:" && url.host === "" && url.pathname !== "/") {
    return { kind: "file", directory: decodeURIComponent(url.pathname) };
  }
  if (url?.protocol === "s3:" && url.host !== "") {
    return { kind: "s3", bucket: url.host, prefix: decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, "") };
  }
  throw invalidInput(
    "FIBER_ARCHIVE_URL",
    `FIBER_ARCHIVE_URL is "${value}"; it must be file:///directory or s3://bucket/prefix.`,
  );
};

const dataDir = (env: Variables): string => {
  const value = text(env, "FIBER_DATA_DIR") ?? ".fiber";
  if (value.includes("\0") || value === "/") {
    throw invalidInput(
      "FIBER_DATA_DIR",
      `FIBER_DATA_DIR is "${value}"; it must be a directory that Fiber-DB may fill.`,
    );
  }
  return value;
};

/**
 * Validates the variables of the contract and fills in defaults: HOST is 127.0.0.1 embedded and 0.0.0.0 with
 * DATABASE_URL. Throws `invalid_input` with a sentence that names the first wrong variable (also in `field`);
 * no message repeats a password or a secret.
 *
 * `purpose`: "console" requires FIBER_SECRET with DATABASE_URL; a "command" needs no secret.
 */
export const readEnvironment = (env: Variables, purpose: "console" | "command" = "console"): Environment => {
  const database_url = databaseUrl(env, "DATABASE_URL");
  return {
    database_url,
    database_replica_url: databaseUrl(env, "DATABASE_REPLICA_URL"),
    test_database_url: databaseUrl(env, "TEST_DATABASE_URL"),
    host: host(env, database_url === undefined ? "127.0.0.1" : "0.0.0.0"),
    port: port(env),
    data_dir: dataDir(env),
    ...administrator(env),
    secret: secret(env, purpose === "console" && database_url !== undefined),
    demo: demo(env),
    archive: archive(env),
    disk_bytes: readDiskBytes(env),
    access: readAccessEnvironment(env),
    ingest: readIngestEnvironment(env),
  };
};
