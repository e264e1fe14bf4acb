import { CONTEXT_CONFIGURATION, type Engine, EngineError } from "./engine.ts";

/** What a connection changed in its session beyond its start-up parameters. */
export type SessionChanges = { settings: [string, string][]; role?: string | undefined; user?: string | undefined };

/** A connection's session, complete: enough to put the one backend into it. `version` grows with every change. */
export type SessionSpec = {
  id: number;
  version: number;
  user: string;
  oid: number;
  /** What settings are reset to: those of the role and the start-up parameters. */
  defaults: [string, string][];
  changes?: SessionChanges | undefined;
};

/** What the front must know of a session: the parameters clients are told about, and the statement timeout. */
export type SessionView = { reported: [string, string][]; statement_timeout_ms: number };

export const SERVER_SESSION: SessionSpec = { id: 0, version: 0, user: "postgres", oid: 10, defaults: [] };

/** The package starts PostgreSQL with flags meant for debugging; these are a server's usual values, and the console's. */
const SERVER_DEFAULTS: [string, string][] = [
  ["client_min_messages", "notice"],
  ["log_min_messages", "fatal"],
  ["enable_seqscan", "on"],
  ["exit_on_error", "off"],
  ["allow_system_table_mods", "off"],
  ["max_parallel_workers_per_gather", "0"],
  ["max_parallel_maintenance_workers", "0"],
  ["TimeZone", "UTC"],
  ["search_path", "public"],
  ["work_mem", "16MB"],
  ["timescaledb.telemetry_level", "off"],
];

/** The log is kept small: the scheduler asks for a checkpoint every 48 MiB. */
const SERVER_CONFIGURATION: [string, string][] = [
  ["min_wal_size", "32MB"],
  ["max_wal_size", "128MB"],
];

const REPORTED =
  "application_name client_encoding DateStyle default_transaction_read_only in_hot_standby integer_datetimes IntervalStyle is_superuser scram_iterations server_encoding server_version session_authorization standard_conforming_strings TimeZone".split(
    " ",
  );

/** The one session of the backend, put into the state of whichever connection has the turn. Nothing of one is seen by another. */
export class SharedSession {
  readonly engine: Engine;
  private readonly authenticatedUser: number | undefined;
  private current: SessionSpec = SERVER_SESSION;
  private currentUserId: number;
  private readonly serverValues = new Map<string, string>([["role", "none"]]);

  constructor(engine: Engine) {
    this.engine = engine;
    engine.signIn("postgres", SERVER_SESSION.oid, undefined);
    engine.query("RESET ALL");
    engine.setDefaults(SERVER_DEFAULTS);
    engine.setDefaults(SERVER_CONFIGURATION, CONTEXT_CONFIGURATION);
    this.authenticatedUser = engine.findAuthenticatedUser();
    this.currentUserId = engine.userId;
  }

  /** Puts the backend into this session. Costs nothing when it is in it already. Only between transactions. */
  adopt(spec: SessionSpec): void {
    const { current, engine } = this;
    if (current.id === spec.id && current.version === spec.version) return;
    const strayed = engine.userId !== this.currentUserId || current.changes?.role || current.changes?.user;
    engine.query(strayed ? "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL" : "RESET ALL");
    const sameDefaults = sameSettings(current.defaults, spec.defaults);
    const changes = spec.changes;
    if (current.user !== spec.user || !sameDefaults || changes) this.take(spec, sameDefaults);
    this.current = spec;
    this.currentUserId = engine.userId;
  }

  private take(spec: SessionSpec, sameDefaults: boolean): void {
    const { current, engine } = this;
    const kept = new Set(spec.defaults.map(([name]) => name.toLowerCase()));
    const gone = current.defaults.filter(([name]) => !kept.has(name.toLowerCase()) || name.toLowerCase() === "role");
    // From here on until the end the state is in between: if anything throws, the next adoption starts over.
    this.current = { ...SERVER_SESSION, id: -1, defaults: [...current.defaults, ...spec.defaults] };
    if (!sameDefaults || current.user !== spec.user) {
      engine.setDefaults(gone.map(([name]) => [name, this.serverValues.get(name.toLowerCase()) ?? ""]));
    }
    if (current.user !== "postgres") engine.signIn("postgres", SERVER_SESSION.oid, this.authenticatedUser);
    if (spec.changes && spec.changes.settings.length > 0) {
      engine.query(`SELECT ${spec.changes.settings.map(setConfig("false")).join(", ")}`);
    }
    this.learnServerValues(spec.defaults.map(([name]) => name));
    if (spec.user !== "postgres") engine.signIn(spec.user, spec.oid, this.authenticatedUser);
    if (!sameDefaults || current.user !== spec.user) engine.setDefaults(spec.defaults);
    if (spec.changes?.user) engine.query(`SET SESSION AUTHORIZATION ${identifier(spec.changes.user)}`);
    if (spec.changes?.role) {
      engine.query(spec.changes.role === "none" ? "SET ROLE NONE" : `SET ROLE ${identifier(spec.changes.role)}`);
    }
  }

  /** What the connection in turn changed. `names`: custom settings it may have made, which PostgreSQL does not list. */
  capture(names: string[]): SessionView & { changes: SessionChanges | undefined } {
    const { engine, current } = this;
    const custom = names.map((name) => `(${literal(name)})`).join(", ");
    const rows = engine.query(
      `SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session' AND name NOT LIKE 'transaction\\_%'${
        custom
          ? ` UNION SELECT name, pg_catalog.current_setting(name, true) FROM (VALUES ${custom}) AS custom (name)
              WHERE pg_catalog.current_setting(name, true) <> '' AND lower(name) NOT IN (SELECT lower(name) FROM pg_catalog.pg_settings)`
          : ""
      }`,
    );
    const [state] = engine.query("SELECT session_user, pg_catalog.current_setting('role')");
    const [user, role] = [state?.[0] ?? "", state?.[1] ?? "none"];
    const usualRole = current.defaults.findLast(([name]) => name.toLowerCase() === "role")?.[1] ?? "none";
    const changes: SessionChanges = {
      settings: rows.map(([name, value]) => [name ?? "", value ?? ""]),
      role: role === usualRole ? undefined : role,
      user: user === current.user ? undefined : user,
    };
    const changed = changes.settings.length > 0 || changes.role !== undefined || changes.user !== undefined;
    return { ...this.view(), changes: changed ? changes : undefined };
  }

  /** The session the backend is in has been captured: from now on it is this one. */
  rename(spec: SessionSpec): void {
    this.current = spec;
    this.currentUserId = this.engine.userId;
  }

  /** Checks who signs in with what, and what that session is like. Throws EngineError with the SQLSTATE for the client. */
  check(user: string, settings: [string, string][]): SessionView & { oid: number; defaults: [string, string][] } {
    this.adopt(SERVER_SESSION);
    const { engine } = this;
    const [role] = engine.query(`SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${literal(user)}`);
    if (!role) throw new EngineError("28000", `role "${user}" does not exist`);
    const oid = Number(role[0]);
    if (oid !== SERVER_SESSION.oid && this.authenticatedUser === undefined) {
      throw new EngineError("0A000", "this release of the embedded database cannot confine a connection to a role");
    }
    const ofRole = engine.query(
      `SELECT split_part(entry, '=', 1), substr(entry, strpos(entry, '=') + 1)
         FROM pg_catalog.pg_db_role_setting, unnest(setconfig) AS entry
        WHERE setrole IN (0, ${oid}) AND setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
        ORDER BY setrole <> 0, setdatabase <> 0`,
    );
    const defaults = [...ofRole.map(([name, value]): [string, string] => [name ?? "", value ?? ""]), ...settings];
    this.learnServerValues(defaults.map(([name]) => name));
    try {
      engine.query("BEGIN");
      if (user !== "postgres") engine.query(`SET LOCAL SESSION AUTHORIZATION ${identifier(user)}`);
      if (defaults.length > 0) engine.query(`SELECT ${defaults.map(setConfig("true")).join(", ")}`);
      return { oid, defaults, ...this.view() };
    } finally {
      engine.query("ROLLBACK");
    }
  }

  private view(): SessionView {
    const names = [...REPORTED, "statement_timeout"];
    const [row] = this.engine.query(
      `SELECT ${names
        .slice(0, -1)
        .map((name) => `pg_catalog.current_setting(${literal(name)})`)
        .join(", ")}, (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'statement_timeout')`,
    );
    return {
      reported: REPORTED.map((name, at) => [name, row?.[at] ?? ""]),
      statement_timeout_ms: Number(row?.[REPORTED.length] ?? 0),
    };
  }

  /** Notes what the server's own values are, while none of a connection's is in place. */
  private learnServerValues(names: string[]): void {
    const unknown = names.map((name) => name.toLowerCase()).filter((name) => !this.serverValues.has(name));
    if (unknown.length === 0) return;
    const rows = this.engine.query(
      `SELECT lower(name), reset_val FROM pg_catalog.pg_settings WHERE lower(name) IN (${unknown.map(literal).join(", ")})`,
    );
    for (const [name, value] of rows) this.serverValues.set(name ?? "", value ?? "");
  }
}

const setConfig =
  (local: "true" | "false") =>
  ([name, value]: [string, string]): string =>
    `pg_catalog.set_config(${literal(name)}, ${literal(value)}, ${local})`;

const sameSettings = (a: [string, string][], b: [string, string][]): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

/** A string literal whatever standard_conforming_strings says. */
export const literal = (text: string): string => ` E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
