import { message, readString } from "./protocol.ts";
import type { Reading } from "./refusals.ts";

type Statement = { bytes: Buffer; epoch: number; reading: Reading };

/**
 * One connection's prepared statements. In the backend they carry the connection's id in their names; whatever the
 * backend lost (a new instance, another connection's DISCARD ALL, the unnamed one) is parsed again when it is needed.
 */
export class Statements {
  private readonly prefix: string;
  private readonly known = new Map<string, Statement>();

  constructor(connectionId: number) {
    this.prefix = `c${connectionId}_`;
  }

  /** The name in the backend. */
  nameOf(name: string): string {
    return name === "" ? "" : this.prefix + name;
  }

  /** Takes note of which Parse and Close messages of a turn took effect; gives the names that were parsed. */
  settle(
    prepared: {
      closes: string[];
      revived: string[];
      parses: ({ name: string } & Omit<Statement, "epoch">)[];
      runsQuery: boolean;
    },
    result: { parsed: number; preludeFailed: boolean },
    epoch: number,
  ): string[] {
    for (const name of prepared.closes) this.known.delete(name);
    const revived = result.preludeFailed ? [] : prepared.revived;
    for (const name of revived) {
      const statement = this.known.get(name);
      if (statement) this.known.set(name, { ...statement, epoch });
    }
    const parsed = prepared.parses.slice(0, result.parsed);
    for (const { name, bytes, reading } of parsed) this.known.set(name, { bytes, reading, epoch });
    if (prepared.runsQuery) this.known.delete("");
    return [...revived, ...parsed.map(({ name }) => name)];
  }

  get(name: string): Statement | undefined {
    return this.known.get(name);
  }

  clear(): void {
    this.known.clear();
  }

  /** Names to free in a backend of this epoch. */
  heldIn(epoch: number): string[] {
    return [...this.known]
      .filter(([name, { epoch: since }]) => name !== "" && since === epoch)
      .map(([name]) => this.nameOf(name));
  }
}

/** A Parse message taken apart, and put together with another name or text. */
export function readParse(bytes: Buffer): { name: string; sql: string; with(name: string, sql?: string): Buffer } {
  const name = readString(bytes, 5);
  const sql = readString(bytes, name.next);
  return {
    name: name.value,
    sql: sql.value,
    with: (newName, newSql) =>
      newSql === undefined
        ? message("P", newName, bytes.subarray(name.next))
        : message("P", newName, newSql, Buffer.from([0, 0])),
  };
}

/** A Bind message's statement name, and the message with another one. */
export function readBind(bytes: Buffer): { name: string; with(name: string): Buffer } {
  const portal = readString(bytes, 5);
  const name = readString(bytes, portal.next);
  return {
    name: name.value,
    with: (newName) => message("B", portal.value, newName, bytes.subarray(name.next)),
  };
}

/** Describe or Close: of a statement (`S`) or a portal (`P`), and the message with another name. */
export function readNamed(type: "D" | "C", bytes: Buffer): { kind: string; name: string; with(name: string): Buffer } {
  const kind = bytes.subarray(5, 6);
  const { value } = readString(bytes, 6);
  return { kind: kind.toString("latin1"), name: value, with: (newName) => message(type, kind, newName) };
}
