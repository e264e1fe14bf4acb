import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { rememberedZone } from "#app/remembered.ts";
import { Providers } from "#components/shell/providers.client.tsx";
import { THEME_SCRIPT } from "#lib/theme.ts";
import "./globals.css";

/** Code and identifiers: no first picture waits for it, so it comes when something is set in it. */
const geistMono = localFont({
  src: "../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  preload: false,
  adjustFontFallback: false,
});

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
  const zone = await rememberedZone();
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" className={`${GeistSans.variable} ${geistMono.variable}`} suppressHydrationWarning>
      <body>
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
        <Providers zone={zone}>
          <div className="isolate">{children}</div>
        </Providers>
      </body>
    </html>
  );
}
