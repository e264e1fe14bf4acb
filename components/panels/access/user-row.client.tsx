"use client";

import { MoreHorizontal } from "lucide-react";
import { Time } from "#components/shell/zone.client.tsx";
import { Menu, MenuChoice, MenuItem, MenuLine } from "#components/ui/menu.client.tsx";
import type { Mark } from "#components/ui/status-mark.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { type Role, ROLES } from "#lib/access/roles.ts";
import { NOTHING } from "#lib/format.ts";
import type { User } from "#lib/model/access.ts";

const MARKS: Record<User["status"], Mark> = { active: "online", invited: "never", disabled: "silent" };

type Props = {
  user: User;
  own: boolean;
  pending: boolean;
  onLink: () => void;
  onRole: (role: Role) => void;
  onDisable: (disabled: boolean) => void;
  onEndSessions: () => void;
};

/** One person. What would end one's own access is not offered to oneself. */
export function UserRow({ user, own, pending, onLink, onRole, onDisable, onEndSessions }: Props) {
  const disabled = user.status === "disabled";
  return (
    <tr>
      <td className="max-w-0 w-[40%] truncate">
        <span className="font-medium">{user.name}</span>
        {own ? <span className="text-ink-3"> (you)</span> : null}
        <span className="block truncate text-12 text-ink-3">{user.email}</span>
      </td>
      <td>{user.role}</td>
      <td className="whitespace-nowrap">
        <StatusMark mark={MARKS[user.status]} text={user.status} />
      </td>
      <td className="text-ink-2 max-md:hidden">{user.methods.join(", ") || NOTHING}</td>
      <td className="figure text-right max-md:hidden">{user.session_count}</td>
      <td className="whitespace-nowrap max-md:hidden">
        <Time at={user.last_sign_in_at} />
      </td>
      <td className="w-8 text-right">
        <Menu
          trigger={<MoreHorizontal size={16} aria-hidden="true" />}
          label={`Change ${user.email}`}
          look="ghost"
          icon
        >
          <MenuChoice
            value={user.role}
            onChange={onRole}
            options={ROLES.map((role) => ({ value: role, label: `Role ${role}` }))}
          />
          <MenuLine />
          <MenuItem onSelect={onLink} disabled={pending || disabled}>
            {user.status === "invited" ? "New invitation link" : "Link to set a password"}
          </MenuItem>
          <MenuItem onSelect={onEndSessions} disabled={pending || user.session_count === 0}>
            End {own ? "all sessions, this one too" : "all sessions"}
          </MenuItem>
          <MenuItem onSelect={() => onDisable(!disabled)} disabled={pending || own}>
            {disabled ? "Enable" : "Disable"}
          </MenuItem>
        </Menu>
      </td>
    </tr>
  );
}
