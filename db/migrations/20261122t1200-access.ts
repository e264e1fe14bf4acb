import { type Kysely, sql } from "kysely";

const PRIVATE =
  "fiber.users, fiber.sessions, fiber.accounts, fiber.verifications, fiber.tokens, fiber.audit, fiber.rate_limits";

/** People, their sessions and sign-in methods, in the shape that better-auth expects (its column `id` cannot be renamed). */
const createPeople = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE TABLE fiber.users (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      name text NOT NULL,
      email text NOT NULL UNIQUE CHECK (email = lower(email)),
      email_verified boolean NOT NULL DEFAULT false,
      image text,
      role text NOT NULL DEFAULT 'viewer' CHECK (role IN ('viewer', 'operator', 'admin')),
      disabled_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`
    CREATE TABLE fiber.sessions (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL REFERENCES fiber.users (id) ON DELETE CASCADE,
      token text NOT NULL UNIQUE,
      expires_at timestamptz NOT NULL,
      ip_address text,
      user_agent text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`CREATE INDEX idx_sessions_user_id ON fiber.sessions (user_id)`.execute(db);
  await sql`
    CREATE TABLE fiber.accounts (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL REFERENCES fiber.users (id) ON DELETE CASCADE,
      account_id text NOT NULL,
      provider_id text NOT NULL,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (provider_id, account_id)
    )`.execute(db);
  await sql`CREATE INDEX idx_accounts_user_id ON fiber.accounts (user_id)`.execute(db);
  await sql`
    CREATE TABLE fiber.verifications (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      identifier text NOT NULL,
      value text NOT NULL,
      expires_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`CREATE INDEX idx_verifications_identifier ON fiber.verifications (identifier)`.execute(db);
};

/** One enabled administrator stays, whoever asks; two who demote each other at once are put one after the other. */
const guardLastAdministrator = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE FUNCTION fiber.keep_an_administrator() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      IF OLD.role = 'admin' AND OLD.disabled_at IS NULL
         AND (TG_OP = 'DELETE' OR NEW.role <> 'admin' OR NEW.disabled_at IS NOT NULL) THEN
        PERFORM pg_advisory_xact_lock(hashtext('fiber.keep_an_administrator'));
        IF NOT EXISTS (SELECT FROM fiber.users u WHERE u.id <> OLD.id AND u.role = 'admin' AND u.disabled_at IS NULL) THEN
          RAISE EXCEPTION 'The last administrator stays an administrator.' USING ERRCODE = 'FB001';
        END IF;
      END IF;
      RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER keep_an_administrator BEFORE UPDATE OF role, disabled_at OR DELETE ON fiber.users
    FOR EACH ROW EXECUTE FUNCTION fiber.keep_an_administrator()`.execute(db);
};

const createMachines = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE TABLE fiber.tokens (
      token_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      name text NOT NULL CHECK (name <> '' AND length(name) <= 100),
      token_sha256 text NOT NULL UNIQUE CHECK (length(token_sha256) = 64),
      token_hint text NOT NULL,
      scopes text[] NOT NULL CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['ingest', 'read', 'operate']),
      node_names text[] CHECK (cardinality(node_names) > 0),
      expires_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      created_by text NOT NULL,
      last_used_at timestamptz,
      revoked_at timestamptz,
      revoked_by text
    )`.execute(db);
};

/** What was done by whom. No role of the console may change or remove a row. */
const createAudit = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE TABLE fiber.audit (
      event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'token', 'command', 'console', 'anonymous')),
      actor_id text,
      actor_name text,
      action text NOT NULL,
      subject text,
      outcome text NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
      address text,
      detail jsonb
    )`.execute(db);
  await sql`CREATE INDEX idx_audit_at ON fiber.audit (at DESC, event_id DESC)`.execute(db);
};

/** Counters of limits, shared by all instances. They may be lost in a crash, so they need no log. */
const createLimits = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    CREATE UNLOGGED TABLE fiber.rate_limits (
      key text PRIMARY KEY,
      count integer NOT NULL,
      window_ends_at timestamptz NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX idx_rate_limits_window_ends_at ON fiber.rate_limits (window_ends_at)`.execute(db);
};

/** People, sessions, tokens, audit, limits: none of it is for the role that pages and questions read with. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createPeople(db);
  await guardLastAdministrator(db);
  await createMachines(db);
  await createAudit(db);
  await createLimits(db);
  await sql`REVOKE ALL ON ${sql.raw(PRIVATE)} FROM fiber_reader, fiber_writer, PUBLIC`.execute(db);
  await sql`GRANT SELECT, INSERT, UPDATE ON fiber.users, fiber.tokens TO fiber_writer`.execute(db);
  await sql`GRANT SELECT, INSERT, UPDATE, DELETE
    ON fiber.sessions, fiber.accounts, fiber.verifications, fiber.rate_limits TO fiber_writer`.execute(db);
  await sql`GRANT SELECT, INSERT ON fiber.audit TO fiber_writer`.execute(db);
};
