import { ProtocolError, readString } from "./protocol.ts";

export type Startup = {
  user: string;
  database: string;
  /** Settings as the client named them, in order: `options` first, then the single parameters, as PostgreSQL does. */
  settings: [string, string][];
  unknownExtensions: string[];
};

const NOT_SETTINGS = new Set(["user", "database", "options", "replication"]);

/** Reads a start-up packet's parameters. Refuses replication and malformed `options`. */
export function parseStartup(packet: Buffer): Startup {
  const parameters = new Map<string, string>();
  for (let at = 8; at < packet.length && packet[at] !== 0;) {
    const name = readString(packet, at);
    const value = readString(packet, name.next);
    parameters.set(name.value, value.value);
    at = value.next;
  }
  const user = parameters.get("user");
  if (!user) throw new ProtocolError("28000", "no PostgreSQL user name specified in startup packet");
  if (!["", "false", "off", "no", "0"].includes(parameters.get("replication") ?? "")) {
    throw new ProtocolError("0A000", "the embedded database does not offer replication");
  }
  const settings = parseOptions(parameters.get("options") ?? "");
  for (const [name, value] of parameters) {
    if (!NOT_SETTINGS.has(name) && !name.startsWith("_pq_.")) settings.push([name, value]);
  }
  return {
    user,
    database: parameters.get("database") ?? user,
    settings,
    unknownExtensions: [...parameters.keys()].filter((name) => name.startsWith("_pq_.")),
  };
}

/** `-c name=value`, `-cname=value` and `--name=value`; a backslash keeps the next character, as libpq writes it. */
export function parseOptions(text: string): [string, string][] {
  const words = splitWords(text);
  const settings: [string, string][] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    let pair: string | undefined;
    if (word === "-c") pair = words[++at];
    else if (word.startsWith("--")) pair = word.slice(2);
    else if (word.startsWith("-c")) pair = word.slice(2);
    const equals = pair?.indexOf("=") ?? -1;
    if (!pair || equals < 1)
      throw new ProtocolError("42601", `invalid command-line argument for server process: ${word}`);
    const name = pair.slice(0, equals);
    settings.push([word.startsWith("--") ? name.replaceAll("-", "_") : name, pair.slice(equals + 1)]);
  }
  return settings;
}

function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + (letter === "\\" ? (text[++at] ?? "") : letter);
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
