import type { NextConfig } from "next";

/** On every answer. The policy of pages is made in proxy.ts, with a nonce for each. */
const HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];

/** Browsers ask for it by themselves where a document names no icon (answers of the API) or none yet. */
const ICON = { source: "/favicon.ico", destination: "/icon.svg" };

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run verify` checks types, tests included; a console that starts need not do it again.
  typescript: { ignoreBuildErrors: true },
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ["pg", "kysely", "better-auth"],
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "64kb" } },
  rewrites: async () => [ICON],
  headers: async () => [
    { source: "/:path*", headers: HEADERS },
    {
      source: "/api/:path*",
      headers: [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
};

export default config;
