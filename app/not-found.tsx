import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "#components/ui/button.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  const action = (
    <Link href="/" className={buttonClass()}>
      Open the fleet
    </Link>
  );
  return (
    <main className="flex min-h-[60vh] flex-col">
      <h1 className="sr-only">Not found</h1>
      <PanelMessage kind="empty" title="There is nothing at this address." action={action}>
        The page has moved, or the node or table it names does not exist (any more).
      </PanelMessage>
    </main>
  );
}
