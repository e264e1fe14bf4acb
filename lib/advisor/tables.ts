import { settingBytes } from "#lib/server-rules.ts";
import { SECONDS } from "#lib/units.ts";
import { policyOn } from "./conflicts.ts";
import type { Facts, TableFacts } from "./facts.ts";
import {
  bytesText,
  countOf,
  type Found,
  lasting,
  relationLiteral,
  relationName,
  setChunkInterval,
  shareText,
  toldName,
} from "./text.ts";

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** Share of compressed chunks with late rows that is told, and that is a warning. */
const PARTIAL_TOLD = 0.05;
const PARTIAL_WARNED = 0.25;
/** From this much on, what is not compressed or never dropped is worth a word. */
const LARGE_BYTES = GIB;
const MANY_CHUNKS = 60;
/** Chunks smaller than this, and more than so many, cost more to plan than they save. */
const SMALL_BYTES = 16 * MIB;
const TOO_MANY_CHUNKS = 1_000;

type Mending = Pick<Found, "remedy" | "sql" | "job_id">;

const nameOf = (of: TableFacts) => ({
  schema: of.aggregate_schema ?? of.hypertable_schema,
  name: of.aggregate_name ?? of.hypertable_name,
});

/** What compresses chunks again: the policy on them, a command, or nothing in an edition without compression. */
const again = (facts: Facts, on: { schema: string; name: string }, by_policy: string): Mending => {
  if (facts.edition === "apache")
    return { remedy: "The Apache edition cannot compress them again; the Community edition can.", sql: null };
  const policy = policyOn(facts, "compression", on);
  return policy
    ? { remedy: by_policy, sql: `CALL run_job(${policy.job_id});`, job_id: policy.job_id }
    : {
        remedy: "Compress the chunks again.",
        sql: `SELECT compress_chunk(c, true) FROM show_chunks(${relationLiteral(on.schema, on.name)}) c;`,
      };
};

const lateRows = (facts: Facts, table: TableFacts): Found[] => {
  const { partial_count, compressed_count } = table;
  if (!partial_count || partial_count / compressed_count <= PARTIAL_TOLD) return [];
  const on = nameOf(table);
  const share = partial_count / compressed_count;
  return [
    {
      rule: "late_rows",
      severity: share > PARTIAL_WARNED && partial_count > 1 ? "warning" : "notice",
      subject: toldName(on),
      title: `${toldName(on)}: ${countOf(partial_count, "compressed chunk has", "compressed chunks have")} rows that came late.`,
      evidence: [
        `${partial_count} of ${compressed_count} compressed chunks (${shareText(share)}) are partial: part compressed, part rows.`,
      ],
      consequence: "Those rows take full room and slow every query over their chunk, until it is compressed again.",
      ...again(
        facts,
        on,
        "The policy compresses them again at its next run; if they stay, compress by hand and look at who writes so late.",
      ),
    },
  ];
};

const unordered = (facts: Facts, table: TableFacts): Found[] => {
  const count = table.unordered_count;
  if (!count) return [];
  const on = nameOf(table);
  return [
    {
      rule: "unordered_chunks",
      severity: "notice",
      subject: toldName(on),
      title: `${toldName(on)}: ${countOf(count, "compressed chunk has", "compressed chunks have")} lost its order.`,
      evidence: [`${count} of ${table.compressed_count} compressed chunks are unordered.`],
      consequence: "Queries sort them again at each read.",
      ...again(facts, on, "Compress them again."),
    },
  ];
};

const noCompression = (facts: Facts, table: TableFacts): Found[] => {
  const on = nameOf(table);
  if (facts.edition === "apache" || table.uncompressed_bytes < LARGE_BYTES || policyOn(facts, "compression", on))
    return [];
  const relation = relationName(on.schema, on.name);
  const kind = table.aggregate_name === null ? "TABLE" : "MATERIALIZED VIEW";
  return [
    {
      rule: "no_compression_policy",
      severity: "notice",
      subject: toldName(on),
      title: `${toldName(on)} is large and nothing compresses it.`,
      evidence: [
        `${bytesText(table.uncompressed_bytes)} of rows are not compressed, as VACUUM or ANALYZE saw it last.`,
      ],
      consequence: "It takes many times the room it needs.",
      remedy: "Switch compression on, ordered by time and segmented by what queries filter by, and add a policy.",
      sql: [
        ...(table.compression_enabled ? [] : [`ALTER ${kind} ${relation} SET (timescaledb.compress);`]),
        `SELECT add_compression_policy(${relationLiteral(on.schema, on.name)}, compress_after => INTERVAL '7 days');`,
      ].join("\n"),
    },
  ];
};

const noRetention = (facts: Facts, table: TableFacts): Found[] => {
  const on = nameOf(table);
  const grows = table.chunk_count > MANY_CHUNKS || table.uncompressed_bytes > LARGE_BYTES;
  const apache = facts.edition === "apache";
  if (table.aggregate_name !== null || !grows || (!apache && policyOn(facts, "retention", on))) return [];
  const relation = relationLiteral(on.schema, on.name);
  return [
    {
      rule: "no_retention_policy",
      severity: "notice",
      subject: toldName(on),
      title: `${toldName(on)} grows without end.`,
      evidence: [`${countOf(table.chunk_count, "chunk")}, and nothing drops any.`],
      consequence: "The disk is full one day.",
      remedy: apache
        ? "Drop old chunks by a job of the operating system."
        : "Decide how long rows are kept, and add a policy.",
      sql: apache
        ? `SELECT drop_chunks(${relation}, older_than => INTERVAL '400 days');`
        : `SELECT add_retention_policy(${relation}, drop_after => INTERVAL '400 days');`,
    },
  ];
};

const chunkSize = (facts: Facts, table: TableFacts): Found[] => {
  const { largest_chunk_bytes: bytes, largest_chunk_share: share, chunk_interval_seconds: interval } = table;
  if (bytes === null || share === null || interval === null || share < 0.05) return [];
  const on = nameOf(table);
  const full = bytes / share;
  const memory = settingBytes(facts.server.settings.find(({ name }) => name === "shared_buffers"));
  const measured = `A chunk of ${lasting(interval)} comes to ${bytesText(full)} with its indexes${share < 1 ? `, from ${shareText(share)} of it` : ""}.`;
  if (memory !== null && full > memory && full > 256 * MIB) {
    const fits = Math.max(SECONDS.hour, Math.floor((interval * memory) / full / SECONDS.hour) * SECONDS.hour);
    return [
      {
        rule: "chunks_too_large",
        severity: "notice",
        subject: toldName(on),
        title: `${toldName(on)}: the chunk that is written to does not fit into memory.`,
        evidence: [measured, `shared_buffers is ${bytesText(memory)}.`],
        consequence: "Each insert may wait for index pages from the disk.",
        remedy: "Make the chunk interval shorter; it holds for chunks to come.",
        sql: setChunkInterval(on, fits),
      },
    ];
  }
  if (table.chunk_count > TOO_MANY_CHUNKS && full < SMALL_BYTES) {
    const days = Math.max(1, Math.ceil((interval * Math.min(10, SMALL_BYTES / Math.max(full, 1))) / SECONDS.day));
    return [
      {
        rule: "chunks_too_small",
        severity: "notice",
        subject: toldName(on),
        title: `${toldName(on)} is cut into ${countOf(table.chunk_count, "small chunk")}.`,
        evidence: [measured],
        consequence: "Planning looks at every chunk: queries take longer to plan than to run.",
        remedy: "Make the chunk interval longer; it holds for chunks to come.",
        sql: setChunkInterval(on, days * SECONDS.day),
      },
    ];
  }
  return [];
};

const neverAnalyzed = (table: TableFacts): Found[] => {
  if (table.never_analyzed_count === 0) return [];
  const on = nameOf(table);
  return [
    {
      rule: "never_analyzed",
      severity: "notice",
      subject: toldName(on),
      title: `${toldName(on)}: ${countOf(table.never_analyzed_count, "chunk was", "chunks were")} never analyzed.`,
      evidence: ["They are there and ended for more than a day, and the planner has no statistics of them."],
      consequence: "Plans are guesses, and row counts are missing.",
      remedy: "Analyze; if it comes again, see that autovacuum runs.",
      sql: `ANALYZE ${relationName(table.hypertable_schema, table.hypertable_name)};`,
    },
  ];
};

const invalidIndexes = (facts: Facts): Found[] =>
  facts.invalid_indexes.map(({ index_schema, index_name, table_name }) => ({
    rule: "invalid_index",
    severity: "warning" as const,
    subject: toldName({ schema: index_schema, name: index_name }),
    title: `The index ${toldName({ schema: index_schema, name: index_name })} on ${table_name} is invalid.`,
    evidence: ["A CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY did not come to its end."],
    consequence: "It costs room and every write, and no query uses it.",
    remedy: "Drop it, or build it again.",
    sql: `DROP INDEX CONCURRENTLY ${relationName(index_schema, index_name)};`,
  }));

/** What is wrong with hypertables and their chunks. */
export const findTableTroubles = (facts: Facts): Found[] => [
  ...facts.tables.flatMap((table) => [
    ...lateRows(facts, table),
    ...unordered(facts, table),
    ...noCompression(facts, table),
    ...noRetention(facts, table),
    ...chunkSize(facts, table),
    ...neverAnalyzed(table),
  ]),
  ...invalidIndexes(facts),
];
