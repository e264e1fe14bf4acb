import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "#components/ui/button.tsx";
import { PanelMessage } from "#components/ui/panel.tsx";

export const metadata: Metadata = { title: "Not permitted" };

/** A page that the role of the person does not include; status 403. */
export default function Forbidden() {
  const action = (
    <Link href="/" className={buttonClass()}>
      Open the fleet
    </Link>
  );
  return (
    <main className="flex min-h-[60vh] flex-col">
      <h1 className="sr-only">Not permitted</h1>
      <PanelMessage kind="not_permitted" title="Your role does not include this page." action={action}>
        An administrator can change your role.
      </PanelMessage>
    </main>
  );
}
