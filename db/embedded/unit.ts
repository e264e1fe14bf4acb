import { errorResponse, message, type Message, query, readString } from "./protocol.ts";
import { REFUSED_TOKEN } from "./output.ts";
import { readQuery, type Reading } from "./refusals.ts";
import { readBind, readNamed, readParse, type Statements } from "./statements.ts";

/** Messages of one client that run in one go: up to Sync, Query, FunctionCall or Flush. */
export type Unit = { messages: Message[]; bytes: number };

/** A unit made ready for the shared backend. */
export type PreparedUnit = {
  prelude: Buffer[];
  /** Statements the prelude brings back. */
  revived: string[];
  bytes: Buffer;
  refusal: Buffer | undefined;
  /** The unit's own Parse messages, in order. */
  parses: { name: string; bytes: Buffer; reading: Reading }[];
  closes: string[];
  runsQuery: boolean;
  flags: { temporary: boolean; readsSequences: boolean; settings: boolean };
  /** Names of custom settings that appear in it. */
  names: string[];
};

type Backend = { epoch: number; unnamedOwner: number | undefined };

/** Rewrites statement names, refuses what the shared session cannot offer, and notes what has to be settled afterwards. */
export function prepareUnit(
  unit: Unit,
  context: { connectionId: number; statements: Statements; backend: Backend; inTransaction: boolean },
): PreparedUnit {
  const { statements } = context;
  const prepared: PreparedUnit = {
    prelude: [],
    revived: [],
    bytes: Buffer.alloc(0),
    refusal: undefined,
    parses: [],
    closes: [],
    runsQuery: false,
    flags: { temporary: false, readsSequences: false, settings: false },
    names: [],
  };
  const here = new Map<string, Reading>();
  const note = (reading: Reading) => {
    for (const flag of ["temporary", "readsSequences", "settings"] as const) prepared.flags[flag] ||= reading[flag];
    if (reading.refusal) prepared.refusal ??= errorResponse({ code: "0A000", ...reading.refusal });
  };
  const use = (name: string) => {
    const known = here.get(name) ?? revive(name, context, prepared);
    if (known) {
      here.set(name, known);
      note(known);
    }
  };
  const rewritten = unit.messages.map(({ type, bytes }) => {
    if (type === "P") {
      const parse = readParse(bytes);
      const reading = readQuery(parse.sql, context.inTransaction);
      if (reading.refusal) note(reading);
      const own = parse.with(statements.nameOf(parse.name), reading.refusal && REFUSED_TOKEN);
      prepared.parses.push({ name: parse.name, bytes: own, reading });
      here.set(parse.name, reading);
      return own;
    }
    if (type === "B") {
      const bind = readBind(bytes);
      use(bind.name);
      return bind.with(statements.nameOf(bind.name));
    }
    if (type === "D" || type === "C") {
      const named = readNamed(type, bytes);
      if (named.kind !== "S") return bytes;
      if (type === "D") use(named.name);
      else {
        prepared.closes.push(named.name);
        here.delete(named.name);
      }
      return named.with(statements.nameOf(named.name));
    }
    if (type === "Q") {
      prepared.runsQuery = true;
      const reading = readQuery(readString(bytes, 5).value, context.inTransaction);
      note(reading);
      if (reading.refusal) return query(REFUSED_TOKEN);
    }
    return bytes;
  });
  prepared.bytes = rewritten.length === 1 && rewritten[0] ? rewritten[0] : Buffer.concat(rewritten);
  if (prepared.flags.settings) prepared.names = customNames(prepared.bytes, statements, here);
  return prepared;
}

function revive(
  name: string,
  { statements, backend, connectionId }: { statements: Statements; backend: Backend; connectionId: number },
  prepared: PreparedUnit,
): Reading | undefined {
  const known = statements.get(name);
  if (!known) return undefined;
  const held = known.epoch === backend.epoch && (name !== "" || backend.unnamedOwner === connectionId);
  if (!held) {
    prepared.prelude.push(known.bytes);
    prepared.revived.push(name);
  }
  return known.reading;
}

/** Dotted names in the texts and parameters: PostgreSQL lists custom settings nowhere, so they are asked for by name. */
function customNames(bytes: Buffer, statements: Statements, used: Map<string, Reading>): string[] {
  const texts = [bytes, ...[...used.keys()].map((name) => statements.get(name)?.bytes ?? Buffer.alloc(0))];
  const names = texts.flatMap((text) =>
    text.length > 1_000_000 ? [] : (text.toString("latin1").match(/[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)+/g) ?? []),
  );
  return [...new Set(names)].slice(0, 64);
}

/** Whether the unit ends with a message that PostgreSQL answers with ReadyForQuery. */
export const endsWithReady = (unit: Unit): boolean => /^[SQF]$/.test(unit.messages.at(-1)?.type ?? "");

export const rollback = (afterPipeline: boolean): Buffer =>
  afterPipeline ? Buffer.concat([message("S"), query("ROLLBACK")]) : query("ROLLBACK");
