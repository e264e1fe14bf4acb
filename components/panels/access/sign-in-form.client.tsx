"use client";

import { useState } from "react";
import type { FormEvent } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { postJson } from "#lib/api/post-json.ts";
import { toProblem } from "#lib/problem.ts";

type Props = {
  /** A path of this console, checked by the server. */
  next: string;
  /** How the provider beside passwords is called; undefined: there is none. */
  provider?: string | undefined;
  /** What a provider said when it sent the person back. */
  problem?: string | undefined;
};

/** E-mail and password, or the provider. What went wrong is said without telling whether an account exists. */
export function SignInForm({ next, provider, problem }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(problem);
  const attempt = async (work: () => Promise<string>) => {
    setBusy(true);
    setError(undefined);
    try {
      window.location.assign(await work());
    } catch (cause) {
      const { message, remedy } = toProblem(cause);
      setError([message, remedy].filter(Boolean).join(" "));
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { email: form.get("email"), password: form.get("password") };
    void attempt(async () => {
      await postJson("/api/auth/sign-in/email", body);
      return next;
    });
  };
  const withProvider = () =>
    attempt(async () => (await postJson<{ url: string }>("/api/auth/sign-in/oidc", { next })).url);
  return (
    <form method="post" onSubmit={onSubmit} className="flex flex-col gap-4">
      {error ? <Notice mark="bad">{error}</Notice> : null}
      <Field label="E-mail" name="email" type="email" autoComplete="username" required spellCheck={false} />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" look="accent" disabled={busy}>
        Sign in
      </Button>
      {provider ? (
        <Button onClick={() => void withProvider()} disabled={busy}>
          Continue with {provider}
        </Button>
      ) : null}
    </form>
  );
}
