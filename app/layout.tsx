import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { COOKIES } from "#components/shell/cookies.ts";
import { Providers } from "#components/shell/providers.client.tsx";
import { isTimeZone, UTC } from "#lib/time-zone.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Fiber-DB", template: "%s · Fiber-DB" },
  description: "The console of a network-probe fleet and its TimescaleDB.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f7f8" },
    { media: "(prefers-color-scheme: dark)", color: "#0b0c0e" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const zone = decodeURIComponent((await cookies()).get(COOKIES.zone)?.value ?? UTC);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <Providers nonce={nonce} zone={isTimeZone(zone) ? zone : UTC}>
          <div className="isolate">{children}</div>
        </Providers>
      </body>
    </html>
  );
}
