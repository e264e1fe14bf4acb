type Bytes = number[];

const ipv4 = (text: string): Bytes | undefined => {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.map(Number);
};

const groups = (text: string): number[] | undefined => {
  if (text === "") return [];
  const parts = text.split(":");
  return parts.some((part) => !/^[0-9a-f]{1,4}$/i.test(part))
    ? undefined
    : parts.map((part) => Number.parseInt(part, 16));
};

const ipv6 = (text: string): Bytes | undefined => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1];
  if (mapped !== undefined) return ipv4(mapped);
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? "");
  const tail = halves.length === 2 ? groups(halves[1] ?? "") : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array<number>(missing).fill(0), ...tail].flatMap((group) => [group >> 8, group & 255]);
};

/** The bytes of an address, 4 or 16; an IPv4 address in IPv6's clothes gives 4. undefined: not an address. */
export const addressBytes = (text: string): Bytes | undefined => {
  const bare = text
    .trim()
    .replace(/%.*$/, "")
    .replace(/^\[(.*)\]$/, "$1");
  return bare.includes(":") ? ipv6(bare) : ipv4(bare);
};

/** A network, as `10.0.0.0/8` or one address. */
export type Network = { bytes: Bytes; bits: number };

/** Reads a network; undefined when it is none. */
export const parseNetwork = (text: string): Network | undefined => {
  const [address = "", prefix, more] = text.trim().split("/");
  const bytes = addressBytes(address);
  if (bytes === undefined || more !== undefined) return undefined;
  const bits = prefix === undefined ? bytes.length * 8 : Number(prefix);
  if (prefix !== undefined && (!/^\d{1,3}$/.test(prefix) || bits > bytes.length * 8)) return undefined;
  return { bytes, bits };
};

/** Whether an address lies in one of the networks. */
export const isInNetworks = (address: string, networks: readonly Network[]): boolean => {
  const bytes = addressBytes(address);
  if (bytes === undefined) return false;
  return networks.some(
    (network) =>
      network.bytes.length === bytes.length &&
      network.bytes.every((byte, index) => {
        const kept = Math.min(8, Math.max(0, network.bits - index * 8));
        const mask = (0xff << (8 - kept)) & 0xff;
        return (byte & mask) === ((bytes[index] ?? 0) & mask);
      }),
  );
};

const text = (bytes: Bytes): string =>
  bytes.length === 4
    ? bytes.join(".")
    : Array.from({ length: 8 }, (_, at) => (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16)).join(
        ":",
      );

/**
 * The address of the client: of the connection itself, or, when the connection comes from a trusted proxy, the last
 * address of X-Forwarded-For that is not such a proxy. A header that no trusted proxy sent counts for nothing.
 */
export const clientAddress = (
  remote: string | undefined,
  forwarded_for: string | undefined,
  trusted: readonly Network[],
): string => {
  const own = addressBytes(remote ?? "");
  if (own === undefined) return "unknown";
  if (!isInNetworks(remote ?? "", trusted)) return text(own);
  const hops = (forwarded_for ?? "").split(",").map((hop) => hop.trim());
  for (const hop of hops.toReversed()) {
    const bytes = addressBytes(hop);
    if (bytes === undefined) break;
    if (!isInNetworks(hop, trusted)) return text(bytes);
  }
  return text(own);
};

/** What counts as one client for limits: an IPv4 address, or the /64 that one IPv6 customer has to itself. */
export const addressGroup = (address: string): string => {
  const bytes = addressBytes(address);
  if (bytes === undefined) return "unknown";
  return bytes.length === 4 ? text(bytes) : `${text(bytes).split(":").slice(0, 4).join(":")}::/64`;
};
