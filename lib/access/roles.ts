/** What a person may be, from least to most. Each role may what the ones before it may. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What a machine's token may do. Scopes do not include each other. */
export const SCOPES = ["ingest", "read", "operate"] as const;
export type Scope = (typeof SCOPES)[number];

/** Each role in words, for whoever gives it to someone. */
export const ROLE_TEXT: Record<Role, string> = {
  viewer: "sees everything but settings",
  operator: "also acts on the database",
  admin: "also people, tokens and audit",
};

export const SCOPE_TEXT: Record<Scope, string> = {
  ingest: "write measurements",
  read: "read figures",
  operate: "act on the database",
};

/** The role that a person needs for what a token needs a scope for. */
export const ROLE_FOR_SCOPE: Record<Scope, Role> = { read: "viewer", ingest: "operator", operate: "operator" };

export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

export const isScope = (value: unknown): value is Scope => SCOPES.some((scope) => scope === value);

/** Whether someone of `role` may what `needed` is required for. */
export const roleAllows = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** Who asks: a person with a session, or a machine with a token. */
export type Person = { kind: "person"; user_id: string; session_id: string; email: string; name: string; role: Role };
export type Machine = {
  kind: "token";
  token_id: string;
  name: string;
  scopes: Scope[];
  /** Only these nodes may be written or read; null: any. */
  node_names: string[] | null;
};
export type Principal = Person | Machine;

/** Whether `principal` may do what `scope` stands for, to any node. */
export const principalAllows = (principal: Principal, scope: Scope): boolean =>
  principal.kind === "person" ? roleAllows(principal.role, ROLE_FOR_SCOPE[scope]) : principal.scopes.includes(scope);

/** Whether `principal` may touch the node of that name. People may touch every node. */
export const principalAllowsNode = (principal: Principal, node_name: string): boolean =>
  principal.kind === "person" || principal.node_names === null || principal.node_names.includes(node_name);
