"use client";

import { Button } from "#components/ui/button.tsx";
import { Field, SelectField } from "#components/ui/field.tsx";
import { isRole, type Role, ROLE_TEXT, ROLES } from "#lib/access/roles.ts";

type Props = { pending: boolean; onInvite: (input: { email: string; name: string; role: Role }) => void };

/** E-mail, name and role of somebody new. */
export function InviteForm({ pending, onInvite }: Props) {
  return (
    <form
      className="grid items-end gap-3 md:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1.4fr)_auto]"
      action={(form) => {
        const role = form.get("role");
        onInvite({
          email: String(form.get("email")),
          name: String(form.get("name")),
          role: isRole(role) ? role : "viewer",
        });
      }}
    >
      <Field label="E-mail" name="email" type="email" required autoComplete="off" />
      <Field label="Name" name="name" autoComplete="off" />
      <SelectField
        label="Role"
        name="role"
        options={ROLES.map((role) => ({ value: role, label: `${role}: ${ROLE_TEXT[role]}` }))}
      />
      <Button type="submit" look="accent" disabled={pending}>
        Make the link
      </Button>
    </form>
  );
}
