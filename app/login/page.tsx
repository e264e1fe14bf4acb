import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentPerson } from "#app/guard.ts";
import { settle } from "#app/settle.ts";
import { LinkForm } from "#components/panels/access/link-form.client.tsx";
import { SignInForm } from "#components/panels/access/sign-in-form.client.tsx";
import { Brand } from "#components/shell/brand.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { getLinkOwner } from "#db/access/links.ts";
import { accessDatabase, accessEnvironment } from "#db/access/server.ts";
import { safePath } from "#lib/access/safe-path.ts";

export const metadata: Metadata = { title: "Sign in" };

type Search = { next?: string | string[]; error?: string | string[]; link?: string | string[] };

/** What a provider's answer means, in words. Only these words reach the page, whatever stands in the URL. */
const PROVIDER_PROBLEMS: Record<string, string> = {
  no_role: "Your account at the provider has no role here. Ask an administrator.",
  no_email: "The provider does not tell your e-mail address.",
  disabled: "This account is disabled.",
  access_denied: "The provider did not let you in.",
  account_not_linked: "There is an account with this e-mail address, and the provider does not vouch for the address.",
};

const problemOf = (error: Search["error"]): string | undefined =>
  typeof error === "string"
    ? (PROVIDER_PROBLEMS[error.toLowerCase().replaceAll("%20", "_").replaceAll(" ", "_")] ??
      "Signing in with the provider failed. Try again.")
    : undefined;

/** Open to everybody: signing in, and with `link` the setting of a password by a one-time link. */
export default async function LoginPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { next, error, link } = await searchParams;
  const path = safePath(next);
  if (typeof link === "string") return <Frame title="Set a password">{await renderLink(link)}</Frame>;
  const { initial: person } = await settle(currentPerson);
  if (person) redirect(path);
  return (
    <Frame title="Sign in">
      <SignInForm next={path} provider={accessEnvironment().oidc?.name} problem={problemOf(error)} />
    </Frame>
  );
}

function Frame({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[14vh] pb-8">
      <div className="w-full max-w-[340px]">
        <div className="flex justify-center pb-6">
          <Brand />
        </div>
        <section className="rounded-lg border bg-panel px-6 py-6">
          <h1 className="pb-4 text-16 font-medium">{title}</h1>
          {children}
        </section>
      </div>
    </main>
  );
}

async function renderLink(secret: string) {
  const { initial: owner, initialProblem } = await settle(() => getLinkOwner(accessDatabase(), secret));
  if (!owner) {
    const text = [initialProblem?.message, initialProblem?.remedy].filter(Boolean).join(" ");
    return <Notice mark="bad">{text}</Notice>;
  }
  return (
    <>
      <p className="pb-4 text-13 text-ink-2">
        For <span className="font-medium text-ink">{owner.email}</span>, {owner.role}.
      </p>
      <LinkForm secret={secret} email={owner.email} />
    </>
  );
}
