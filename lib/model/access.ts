import type { Problem } from "#lib/problem.ts";
import type { Role, Scope } from "#lib/access/roles.ts";

/** A person as settings show them. Times are ISO 8601 UTC. */
export type User = {
  user_id: string;
  name: string;
  email: string;
  role: Role;
  /** invited: never signed in with a password yet and has a link; disabled: may not sign in. */
  status: "active" | "invited" | "disabled";
  /** How this person signs in. */
  methods: ("password" | "oidc")[];
  session_count: number;
  last_sign_in_at: string | null;
  created_at: string;
};

/** A token as settings show it, without the token. */
export type Token = {
  token_id: string;
  name: string;
  token_hint: string;
  scopes: Scope[];
  node_names: string[] | null;
  status: "active" | "expired" | "revoked";
  expires_at: string | null;
  created_at: string;
  created_by: string;
  last_used_at: string | null;
  revoked_at: string | null;
};

export type AuditActorKind = "person" | "token" | "command" | "console" | "anonymous";
export type AuditOutcome = "done" | "refused" | "failed";

/** Who did it, and from where. */
export type AuditActor = {
  actor_kind: AuditActorKind;
  actor_id: string | null;
  actor_name: string | null;
  address: string | null;
};

/** One row of the audit. */
export type AuditEvent = AuditActor & {
  event_id: number;
  at: string;
  /** `subject.verb`: session.create, user.set-role, token.revoke, measurements.export … */
  action: string;
  subject: string | null;
  outcome: AuditOutcome;
  detail: Record<string, unknown> | null;
};

/** What the audit is narrowed to; each undefined part narrows nothing. */
export type AuditFilter = {
  actor?: string | undefined;
  action?: string | undefined;
  outcome?: AuditOutcome | undefined;
  /** ISO 8601; until is not included. */
  since?: string | undefined;
  until?: string | undefined;
};

/** What a server action answers: what it did, or why not. */
export type ActionResult<T = null> = { done: T; problem?: undefined } | { done?: undefined; problem: Problem };

/** A link that is shown once: `path` of this console, with its secret. */
export type OneTimeLink = { path: string; expires_at: string; email: string };
