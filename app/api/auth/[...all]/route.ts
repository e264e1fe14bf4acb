import { problemResponse } from "#app/api/problem.ts";
import { finishProvider, readSession, redeem, signIn, signOut, startProvider } from "#app/sign-in.ts";
import { notFound } from "#lib/errors.ts";

export const dynamic = "force-dynamic";

/** What is answered under /api/auth, and nothing else of better-auth. Each of them is open to who is not signed in. */
const ROUTES: Record<string, (request: Request) => Promise<Response>> = {
  "POST sign-in/email": signIn,
  "POST sign-in/oidc": startProvider,
  "GET callback/oidc": finishProvider,
  "POST link": redeem,
  "POST sign-out": signOut,
  "GET session": readSession,
};

type Context = { params: Promise<{ all: string[] }> };

const answer = async (request: Request, { params }: Context): Promise<Response> => {
  try {
    const handle = ROUTES[`${request.method} ${(await params).all.join("/")}`];
    if (handle === undefined) throw notFound("There is nothing at this address.");
    return await handle(request);
  } catch (error) {
    return problemResponse(error);
  }
};

export const GET = answer;
export const POST = answer;
