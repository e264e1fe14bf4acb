import { type Network, parseNetwork } from "./access/address.ts";
import { isRole, type Role } from "./access/roles.ts";
import { invalidInput } from "./errors.ts";

/** A role for whoever has one of these values in the claim; `*` stands for everybody. */
export type RoleMapping = { value: string; role: Role };

/** The OpenID Connect provider beside passwords. */
export type OidcEnvironment = {
  issuer: string;
  client_id: string;
  client_secret: string;
  /** What the button of the sign-in page calls it. */
  name: string;
  scopes: string[];
  /** The claim that decides the role; dots lead into objects. */
  role_claim: string;
  role_map: RoleMapping[];
};

export type AccessEnvironment = {
  /** The console's address as browsers see it, without a path; undefined: as each request names it. */
  public_url: string | undefined;
  /** Whose X-Forwarded-* headers count. */
  trusted_proxies: Network[];
  oidc: OidcEnvironment | undefined;
};

type Variables = Record<string, string | undefined>;

const text = (env: Variables, name: string): string | undefined => {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
};

const httpUrl = (name: string, value: string): URL => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:") || url.username || url.search) {
    throw invalidInput(name, `${name} is "${value}"; it must be an address, as https://fiber.example.com.`);
  }
  return url;
};

const publicUrl = (env: Variables): string | undefined => {
  const value = text(env, "FIBER_PUBLIC_URL");
  if (value === undefined) return undefined;
  const url = httpUrl("FIBER_PUBLIC_URL", value);
  if (url.pathname !== "/") throw invalidInput("FIBER_PUBLIC_URL", `FIBER_PUBLIC_URL is "${value}"; it has no path.`);
  return url.origin;
};

const trustedProxies = (env: Variables): Network[] =>
  (text(env, "FIBER_TRUSTED_PROXY") ?? "")
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map((part) => {
      const network = parseNetwork(part === "loopback" ? "127.0.0.0/8" : part);
      if (network === undefined)
        throw invalidInput(
          "FIBER_TRUSTED_PROXY",
          `FIBER_TRUSTED_PROXY has "${part}"; it must be addresses or networks, as 10.0.0.5 or 10.0.0.0/8, separated by commas.`,
        );
      return network;
    });

/** Separated by commas, or by semicolons where values hold commas, as the names of a directory do. */
const roleMap = (env: Variables): RoleMapping[] => {
  const given = text(env, "FIBER_OIDC_ROLE_MAP") ?? "*=viewer";
  return given.split(given.includes(";") ? ";" : ",").map((part) => {
    const at = part.lastIndexOf("=");
    const [value, role] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    if (at < 1 || value === "" || !isRole(role)) {
      throw invalidInput(
        "FIBER_OIDC_ROLE_MAP",
        `FIBER_OIDC_ROLE_MAP has "${part.trim()}"; write it as network-admins=admin,noc=operator,*=viewer.`,
      );
    }
    return { value, role };
  });
};

const oidc = (env: Variables, public_url: string | undefined): OidcEnvironment | undefined => {
  const issuer = text(env, "FIBER_OIDC_ISSUER");
  if (issuer === undefined) return undefined;
  httpUrl("FIBER_OIDC_ISSUER", issuer);
  const required = (name: string): string => {
    const value = text(env, name);
    if (value === undefined) throw invalidInput(name, `${name} is not set, and FIBER_OIDC_ISSUER requires it.`);
    return value;
  };
  if (public_url === undefined) required("FIBER_PUBLIC_URL");
  const scopes = (text(env, "FIBER_OIDC_SCOPES") ?? "openid profile email").split(/[\s,]+/);
  return {
    issuer: issuer.replace(/\/+$/, ""),
    client_id: required("FIBER_OIDC_CLIENT_ID"),
    client_secret: required("FIBER_OIDC_CLIENT_SECRET"),
    name: text(env, "FIBER_OIDC_NAME") ?? "single sign-on",
    scopes: scopes.includes("openid") ? scopes : ["openid", ...scopes],
    role_claim: text(env, "FIBER_OIDC_ROLE_CLAIM") ?? "groups",
    role_map: roleMap(env),
  };
};

/** Validates the variables about access. Throws `invalid_input` with a sentence that names the first wrong one. */
export const readAccessEnvironment = (env: Variables): AccessEnvironment => {
  const public_url = publicUrl(env);
  return { public_url, trusted_proxies: trustedProxies(env), oidc: oidc(env, public_url) };
};

const claimValues = (profile: Record<string, unknown>, claim: string): string[] => {
  const direct = profile[claim];
  const value =
    direct ??
    claim
      .split(".")
      .reduce<unknown>(
        (at, name) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined),
        profile,
      );
  const values = Array.isArray(value) ? value : [value];
  return values.filter((item): item is string => typeof item === "string");
};

/** The highest role that the provider's claims give, or undefined: then this person may not sign in. */
export const roleOfClaims = (profile: Record<string, unknown>, oidc: OidcEnvironment): Role | undefined => {
  const values = claimValues(profile, oidc.role_claim);
  const roles = oidc.role_map.filter(({ value }) => value === "*" || values.includes(value)).map(({ role }) => role);
  return (["admin", "operator", "viewer"] as const).find((role) => roles.includes(role));
};
