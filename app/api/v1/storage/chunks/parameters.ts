import { z } from "zod";
import type { ChunkFilter } from "#db/queries/chunks.ts";

const DEFAULT_LIMIT = 500;
const MAX_LIMIT = 20_000;

const name = (what: string) =>
  z
    .string({ error: `${what} may be given once.` })
    .min(1, `${what} must not be empty.`)
    .max(63, `${what} is longer than a name of PostgreSQL, which has at most 63 characters.`);

const limit = `limit must be a whole number from 1 to ${MAX_LIMIT.toLocaleString("en")}.`;

const schema = z
  .object({
    hypertable: name("hypertable").optional(),
    schema: name("schema").optional(),
    limit: z
      .string({ error: "limit may be given once." })
      .regex(/^[1-9]\d{0,4}$/, limit)
      .transform(Number)
      .refine((value) => value <= MAX_LIMIT, limit)
      .default(DEFAULT_LIMIT),
  })
  .transform((given): ChunkFilter => ({
    hypertable_name: given.hypertable,
    hypertable_schema: given.schema,
    limit: given.limit,
  }));

/** The parameters of GET /api/v1/storage/chunks. */
export const CHUNK_PARAMETERS = ["hypertable", "schema", "limit"] as const;

/** Throws a ZodError whose path is the field that is wrong. `limit` is 500 when not given. */
export const readChunkFilter = (parameters: Record<string, string | string[]>): ChunkFilter => schema.parse(parameters);
