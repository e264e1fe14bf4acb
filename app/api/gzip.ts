import { promisify } from "node:util";
import { gzip } from "node:zlib";

const zip = promisify(gzip);

/** Shorter answers fit a packet or two as they are. */
export const GZIP_FROM_CHARACTERS = 2048;

/** Whether the client takes gzip: named with a weight above 0, or by `*`. */
export const takesGzip = (accept_encoding: string | null): boolean =>
  (accept_encoding ?? "").split(",").some((part) => {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const weight = parameters.find((text) => text.startsWith("q="))?.slice(2);
    return (name === "gzip" || name === "*") && (weight === undefined || Number(weight) > 0);
  });

/** The text as gzip; quick rather than as small as can be: ten thousand chunks are 2.3 MB of JSON. */
export const gzipped = async (text: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await zip(text, { level: 4 }));
