"use client";

import { Menu as MenuIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { RailLinks } from "./rail-links.client.tsx";

const Dialog = lazy(async () => ({ default: (await import("#components/ui/dialog.client.tsx")).Dialog }));

/** The navigation on a small screen: a button that opens it as a sheet. */
export function Sheet() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        look="ghost"
        icon
        aria-label="Open the navigation"
        className="-ml-2 md:hidden"
        onClick={() => setOpen(true)}
      >
        <MenuIcon size={18} aria-hidden="true" />
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <Dialog open onOpenChange={setOpen} title="Fiber-DB" form="sheet">
            <nav aria-label="Pages" className="px-2 pb-4">
              <RailLinks onNavigate={() => setOpen(false)} />
            </nav>
          </Dialog>
        </Suspense>
      ) : null}
    </>
  );
}
