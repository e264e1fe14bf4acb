"use client";

import { useState } from "react";
import type { FormEvent } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PASSWORD_MIN_LENGTH } from "#lib/access/password.ts";
import { postJson } from "#lib/api/post-json.ts";
import { toProblem } from "#lib/problem.ts";

/** The owner of a one-time link chooses a password and is signed in with it. */
export function LinkForm({ secret, email }: { secret: string; email: string }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (form.get("password") !== form.get("again")) return setError("The two passwords differ.");
    setBusy(true);
    setError(undefined);
    try {
      await postJson("/api/auth/link", { secret, password: form.get("password") });
      window.location.assign("/");
    } catch (cause) {
      const { message, remedy } = toProblem(cause);
      setError([message, remedy].filter(Boolean).join(" "));
      setBusy(false);
    }
  };
  return (
    <form method="post" onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
      {error ? <Notice mark="bad">{error}</Notice> : null}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint={`At least ${PASSWORD_MIN_LENGTH} characters. A few unusual words are better than one with marks.`}
      />
      <Field label="Once more" name="again" type="password" autoComplete="new-password" required />
      <Button type="submit" look="accent" disabled={busy}>
        Set password and sign in
      </Button>
    </form>
  );
}
