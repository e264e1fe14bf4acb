import { redirect } from "next/navigation";
import { requirePage } from "#app/guard.ts";

export default async function SettingsPage() {
  await requirePage("admin");
  redirect("/settings/users");
}
