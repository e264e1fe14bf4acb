import { z } from "zod";
import { readParameters } from "#app/api/v1/parameters.ts";

/** A name of PostgreSQL, given once. */
export const name = (what: string) =>
  z
    .string({ error: `${what} may be given once.` })
    .min(1, `${what} must not be empty.`)
    .max(63, `${what} is longer than a name of PostgreSQL, which has at most 63 characters.`);

/** A name of PostgreSQL, also behind a schema and a dot, given once. */
export const relation = (what: string) =>
  z
    .string({ error: `${what} may be given once.` })
    .min(1, `${what} must not be empty.`)
    .regex(
      /^.{1,63}(\..{1,63})?$/s,
      `${what} is a name, or a schema, a dot and a name, of at most 63 characters each.`,
    );

const hypertable = z
  .object({ hypertable: relation("hypertable"), schema: name("schema").optional() })
  .transform((given) => ({ hypertable_name: given.hypertable, hypertable_schema: given.schema }));

const chunk = z.object({ hypertable: relation("hypertable"), chunk: name("chunk") }).transform((given) => ({
  hypertable_name: given.hypertable,
  chunk_name: given.chunk === "newest" ? undefined : given.chunk,
}));

export type HypertableContext = { params: Promise<{ hypertable: string }> };
export type ChunkContext = { params: Promise<{ hypertable: string; chunk: string }> };

/** The hypertable or aggregate that an address names. Throws a ZodError whose path is the field that is wrong. */
export const readHypertable = async (request: Request, { params }: HypertableContext) =>
  hypertable.parse({ ...readParameters(request, ["schema"]), ...(await params) });

/** The chunk that an address names. Throws as readHypertable() does. */
export const readChunkName = async (request: Request, { params }: ChunkContext) => {
  readParameters(request, []);
  return chunk.parse(await params);
};
