import { type Principal, principalAllowsNode } from "#lib/access/roles.ts";
import { parseTags } from "#lib/env-ingest.ts";
import { invalidInput } from "#lib/errors.ts";
import { type Format, guessFormat } from "#lib/ingest/format.ts";
import { type Precision, PRECISIONS } from "#lib/ingest/parser.ts";
import type { Ingest, IngestResult, IngestSettings } from "#lib/model/ingest.ts";
import type { IngestSource } from "#lib/model/ingest-activity.ts";
import { readContent } from "./body.ts";
import { withSlot } from "./slots.ts";

export type BodyOptions = Omit<IngestSettings, "format" | "allows_node">;
type Start = (settings: IngestSettings, source: IngestSource) => Promise<Ingest>;

/** What InfluxDB calls the precisions. */
const ALIASES: Record<string, Precision> = { n: "ns", u: "us", µ: "us" };

/** Settings of a body from its query. Throws `invalid_input`. */
export const readBodyOptions = (query: URLSearchParams): BodyOptions => {
  const options: BodyOptions = {};
  const precision = query.get("precision");
  if (precision) {
    const known = ALIASES[precision] ?? PRECISIONS.find((one) => one === precision);
    if (!known) throw invalidInput("precision", `precision must be one of ${PRECISIONS.join(", ")}.`);
    options.precision = known;
  }
  const on_conflict = query.get("on_conflict");
  if (on_conflict) {
    if (on_conflict !== "ignore" && on_conflict !== "update")
      throw invalidInput("on_conflict", "on_conflict must be ignore or update.");
    options.on_conflict = on_conflict;
  }
  const node_tag = query.get("node_tag");
  if (node_tag) options.node_tags = parseTags("node_tag", node_tag);
  const region_tag = query.get("region_tag");
  if (region_tag) options.region_tag = region_tag;
  return options;
};

const senderOf = (principal: Principal): string =>
  principal.kind === "token" ? principal.token_id : principal.user_id;

const sourceOf = (principal: Principal): IngestSource =>
  principal.kind === "token"
    ? { kind: "token", key: principal.token_id, name: principal.name }
    : { kind: "person", key: "", name: "people signed in" };

/** Gives the first portion back in front of the others. */
const peek = async (chunks: AsyncIterable<Uint8Array>) => {
  const rest = chunks[Symbol.asyncIterator]();
  const first = await rest.next();
  const head: Uint8Array = first.done ? new Uint8Array() : first.value;
  const all = async function* (): AsyncGenerator<Uint8Array> {
    if (!first.done) yield head;
    yield* { [Symbol.asyncIterator]: () => rest };
  };
  return { head, all: all() };
};

/**
 * Stores the measurements of a request's body. When the promise resolves, what the result counts is committed.
 * `format` undefined: the first bytes say. Throws a FiberError, or the driver's error.
 */
export const receive = (
  request: Request,
  principal: Principal,
  { format, ...options }: BodyOptions & { format: Format | undefined },
  start: Start,
): Promise<IngestResult> =>
  withSlot(senderOf(principal), async () => {
    const { head, all } = await peek(readContent(request));
    const restricted = principal.kind === "token" && principal.node_names !== null;
    const settings = {
      ...options,
      format: format ?? guessFormat("", head),
      ...(restricted && { allows_node: (node_name: string) => principalAllowsNode(principal, node_name) }),
    };
    const ingest = await start(settings, sourceOf(principal));
    return ingest.run(all);
  });
