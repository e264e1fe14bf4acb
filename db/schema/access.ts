import type { ColumnType, Generated } from "kysely";
import type { Role, Scope } from "#lib/access/roles.ts";
import type { AuditActorKind, AuditOutcome } from "#lib/model/access.ts";

type Time = ColumnType<string, Date | string | undefined, Date | string>;
type TimeOrNull = ColumnType<string | null, Date | string | null | undefined, Date | string | null>;

export type UsersTable = {
  id: Generated<string>;
  name: string;
  /** In small letters. */
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  role: Generated<Role>;
  disabled_at: TimeOrNull;
  created_at: Time;
  updated_at: Time;
};

export type SessionsTable = {
  id: Generated<string>;
  user_id: string;
  token: string;
  expires_at: ColumnType<string, Date | string, Date | string>;
  ip_address: string | null;
  user_agent: string | null;
  created_at: Time;
  updated_at: Time;
};

/** A way to sign in: provider_id `credential` with a password's hash, or `oidc`. */
export type AccountsTable = {
  id: Generated<string>;
  user_id: string;
  account_id: string;
  provider_id: string;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: TimeOrNull;
  refresh_token_expires_at: TimeOrNull;
  scope: string | null;
  password: string | null;
  created_at: Time;
  updated_at: Time;
};

/** One-time values: links for invitations and resets (identifier hashed), states of an OpenID sign-in under way. */
export type VerificationsTable = {
  id: Generated<string>;
  identifier: string;
  value: string;
  expires_at: ColumnType<string, Date | string, Date | string>;
  created_at: Time;
  updated_at: Time;
};

export type TokensTable = {
  token_id: Generated<string>;
  name: string;
  token_sha256: string;
  token_hint: string;
  scopes: Scope[];
  node_names: string[] | null;
  expires_at: TimeOrNull;
  created_at: Time;
  created_by: string;
  last_used_at: TimeOrNull;
  revoked_at: TimeOrNull;
  revoked_by: string | null;
};

export type AuditTable = {
  event_id: ColumnType<number, never, never>;
  at: ColumnType<string, never, never>;
  actor_kind: AuditActorKind;
  actor_id: string | null;
  actor_name: string | null;
  action: string;
  subject: string | null;
  outcome: AuditOutcome;
  address: string | null;
  detail: ColumnType<Record<string, unknown> | null, string | null | undefined, never>;
};

export type RateLimitsTable = {
  key: string;
  count: number;
  window_ends_at: ColumnType<string, Date | string, Date | string>;
};
