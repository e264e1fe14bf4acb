"use client";

import { Dialog } from "#components/ui/dialog.client.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { Role } from "#lib/access/roles.ts";
import { shortcutsFor } from "./shortcuts.ts";

/** All keys of someone of `role`. */
export function KeysDialog({ role, onClose }: { role: Role; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 px-4 pb-4 text-13">
        {shortcutsFor(role).map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-ink-2">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
