import { readStatements, type Statement } from "./sql-words.ts";

/** What a query string means for the session all connections share. */
export type Reading = {
  /** Why it cannot be run here (SQLSTATE 0A000), undefined when it can. */
  refusal?: { message: string; hint: string };
  /** May make temporary objects; they are dropped when the transaction ends. */
  temporary: boolean;
  /** Drops every prepared statement of the shared session. */
  deallocates: boolean;
  /** Reads the sequence state of the session (lastval, currval). */
  readsSequences: boolean;
  /** May change settings of the session. */
  settings: boolean;
};

const PLAIN: Reading = { temporary: false, deallocates: false, readsSequences: false, settings: false };
const WORTH_READING =
  /listen|prepare|deallocate|discard|\bhold\b|temp|advisory_lock|advisory_unlock|lastval|currval|\bset\b|reset|set_config/i;
const SESSION_LOCK = /^PG_(TRY_)?ADVISORY_(LOCK|UNLOCK)(_SHARED|_ALL)?$/;

/** Reads a query string before it runs. `inTransaction`: an explicit transaction is open. */
export function readQuery(sql: string, inTransaction: boolean): Reading {
  if (!WORTH_READING.test(sql)) return PLAIN;
  const statements = readStatements(sql);
  const alone = statements.length === 1 && !inTransaction;
  let refusal: Reading["refusal"];
  for (const statement of statements) refusal ??= refuse(statement, alone);
  const words = new Set(statements.flatMap((statement) => statement.words));
  const reading: Reading = {
    temporary: /\btemp|pg_temp/i.test(sql),
    deallocates: words.has("DEALLOCATE") || words.has("DISCARD"),
    readsSequences: /lastval|currval/i.test(sql),
    settings: /\bset\b|reset|set_config|discard/i.test(sql),
  };
  return refusal ? { ...reading, refusal } : reading;
}

function refuse({ words, bodies }: Statement, alone: boolean): Reading["refusal"] {
  const [first, second] = words;
  if (first === "LISTEN") {
    return {
      message: "LISTEN is not available in the embedded database",
      hint: "All connections share one session there. Poll instead, or set DATABASE_URL to a TimescaleDB server.",
    };
  }
  if ((first === "PREPARE" && second !== "TRANSACTION") || (first === "DEALLOCATE" && !words.includes("ALL"))) {
    return {
      message: `${first} as an SQL statement is not available in the embedded database`,
      hint: "Use a prepared statement of the protocol, as drivers do; each connection keeps its own.",
    };
  }
  if (first === "DECLARE" && words.some((word, at) => word === "WITH" && words[at + 1] === "HOLD")) {
    return {
      message: "cursors WITH HOLD are not available in the embedded database",
      hint: "Read the cursor inside its transaction.",
    };
  }
  if (alone && first === "CREATE" && words.slice(1, 4).some((word) => word === "TEMP" || word === "TEMPORARY")) {
    return {
      message: "temporary objects outside a transaction are not available in the embedded database",
      hint: "Create them between BEGIN and COMMIT; they are dropped at the end of the transaction.",
    };
  }
  const inBodies = () => bodies.flatMap((body) => readStatements(body)).flatMap((inner) => inner.words);
  if ([...words, ...(bodies.length > 0 ? inBodies() : [])].some((word) => SESSION_LOCK.test(unquote(word)))) {
    return {
      message: "session-level advisory locks are not available in the embedded database",
      hint: "Use pg_advisory_xact_lock or pg_try_advisory_xact_lock inside a transaction.",
    };
  }
  return undefined;
}

const unquote = (word: string): string => (word.startsWith('"') ? word.slice(1, -1).toUpperCase() : word);
