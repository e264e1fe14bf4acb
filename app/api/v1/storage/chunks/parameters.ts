import { z } from "zod";
import { name, relation } from "#app/api/v1/storage/names.ts";
import type { ChunkFilter } from "#db/queries/chunks.ts";

const DEFAULT_LIMIT = 500;
const MAX_LIMIT = 20_000;

const limit = `limit must be a whole number from 1 to ${MAX_LIMIT.toLocaleString("en")}.`;

const schema = z
  .object({
    hypertable: relation("hypertable").optional(),
    schema: name("schema").optional(),
    limit: z
      .string({ error: "limit may be given once." })
      .regex(/^[1-9]\d{0,4}$/, limit)
      .transform(Number)
      .refine((value) => value <= MAX_LIMIT, limit)
      .default(DEFAULT_LIMIT),
    shape: z.enum(["items", "columns"], { error: "shape must be items or columns, given once." }).default("items"),
  })
  .transform((given): ChunkFilter & { shape: "items" | "columns" } => ({
    hypertable_name: given.hypertable,
    hypertable_schema: given.schema,
    limit: given.limit,
    shape: given.shape,
  }));

/** The parameters of GET /api/v1/storage/chunks. */
export const CHUNK_PARAMETERS = ["hypertable", "schema", "limit", "shape"] as const;

/** Throws a ZodError whose path is the field that is wrong. `limit` is 500 and `shape` is items when not given. */
export const readChunkFilter = (parameters: Record<string, string | string[]>) => schema.parse(parameters);
