import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import Provider from "oidc-provider";

export const PROVIDER_CLIENT = { client_id: "fiber", client_secret: "a secret of the tests alone" } as const;

/** Who the provider knows, by what is typed into its form. */
const ACCOUNTS: Record<string, { email?: string; email_verified: boolean; name: string; groups?: string[] }> = {
  ada: { email: "ada@corp.test", email_verified: true, name: "Ada Admin", groups: ["staff", "network-admins"] },
  olaf: { email: "olaf@corp.test", email_verified: true, name: "Olaf Operator", groups: ["noc"] },
  nora: { email: "nora@corp.test", email_verified: true, name: "Nora Nobody", groups: ["guests"] },
  mallory: { email: "admin@fiber.test", email_verified: false, name: "Mallory", groups: ["noc"] },
  viola: { email: "linked@fiber.test", email_verified: true, name: "Viola", groups: ["noc"] },
};

export const PROVIDER_ROLES = { claim: "groups", map: "network-admins=admin,noc=operator" } as const;

const createProvider = (issuer: string, redirect_uri: string): Provider =>
  new Provider(issuer, {
    clients: [{ ...PROVIDER_CLIENT, redirect_uris: [redirect_uri], token_endpoint_auth_method: "client_secret_post" }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["a key of the tests"] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...ACCOUNTS[id] }) }),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });

const FORM = `<!doctype html><title>Provider</title><form method="post"><label>Account <input name="login"></label>
<button>Continue</button><button name="refuse" value="1">Refuse</button></form>`;

/** The provider's own sign-in page: a name, no password. */
const interact = async (provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method !== "POST") {
    response.setHeader("Content-Type", "text/html").end(FORM);
    return;
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const form = new URLSearchParams(Buffer.concat(parts).toString());
  const result = form.has("refuse") ? { error: "access_denied" } : { login: { accountId: form.get("login") ?? "" } };
  await provider.interactionFinished(request, response, result);
};

/** A real OpenID Connect provider on the loopback, for tests: discovery, authorization code with PKCE, signed ID tokens. */
export const startProvider = async (
  port: number,
  redirect_uri: string,
): Promise<{ issuer: string; stop: () => void }> => {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = createProvider(issuer, redirect_uri);
  const answer = provider.callback();
  const server: Server = createServer((request, response) => {
    if (request.url === "/favicon.ico") return response.writeHead(204).end();
    const work = request.url?.startsWith("/interaction/")
      ? interact(provider, request, response)
      : answer(request, response);
    work.catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  return { issuer, stop: () => server.closeAllConnections() ?? server.close() };
};
