"use client";

import PageError from "./error.tsx";
import "./globals.css";

/** In place of everything when the frame of all pages itself fails. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <PageError {...props} />
      </body>
    </html>
  );
}
