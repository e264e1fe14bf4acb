import { invalidInput } from "#lib/errors.ts";
import { EXPORT_FORMATS, EXPORT_SOURCES, type ExportFormat, type ExportSource } from "#lib/export/columns.ts";

const NODES_MAX = 100;

const oneOf = <T extends string>(name: string, known: readonly T[], value: unknown, otherwise: T): T => {
  if (value === undefined) return otherwise;
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw invalidInput(name, `${name} must be one of ${known.join(", ")}.`);
  return found;
};

/** `source` (metrics), `format` (csv) and `node`: ids, up to 100; none given means every node. */
export const readExportParameters = ({ source, format, node = [] }: Record<string, string | string[]>) => {
  const node_ids = [...new Set([node].flat())];
  if (node_ids.length > NODES_MAX) throw invalidInput("node", `node may be given at most ${NODES_MAX} times.`);
  return {
    source: oneOf<ExportSource>("source", EXPORT_SOURCES, source, "metrics"),
    format: oneOf("format", Object.keys(EXPORT_FORMATS) as ExportFormat[], format, "csv"),
    node_ids,
  };
};
