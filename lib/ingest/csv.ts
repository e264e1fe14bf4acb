import { FiberError } from "#lib/errors.ts";
import { type Field, FIELDS, type Limits, type RawMeasurement, REQUIRED_FIELDS, show } from "./measurement.ts";
import { createLineParser, type MeasurementParser, type ReadLine } from "./parser.ts";

/**
 * The fields of one line of CSV (RFC 4180, comma), or what is wrong with it. A quoted field ends on its own line:
 * no field of ours may hold a line end, and so a stray quote spoils one line and not all that follow.
 */
export const splitFields = (text: string): string[] | string => {
  if (!text.includes('"')) return text.split(",");
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const [field, end] = quotedField(text, at);
      if (end === -1) return "A quoted field is not closed on this line.";
      if (end < text.length && text[end] !== ",") return "Text follows a closing quote.";
      fields.push(field);
      at = end;
    } else {
      const comma = text.indexOf(",", at);
      const end = comma === -1 ? text.length : comma;
      const field = text.slice(at, end);
      if (field.includes('"')) return "A quote stands inside a field that does not begin with one.";
      fields.push(field);
      at = end;
    }
    if (at >= text.length) return fields;
    at += 1;
  }
};

const quotedField = (text: string, start: number): [field: string, end: number] => {
  let field = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return ["", -1];
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') return [field, quote + 1];
    field += '"';
    at = quote + 2;
  }
};

const KNOWN = new Set<string>(FIELDS);
const COLUMNS = `Columns are ${FIELDS.join(", ")}; ${REQUIRED_FIELDS.join(", ")} are required.`;

const headerError = (line: number, message: string, field?: string): FiberError =>
  new FiberError("invalid_input", `${message} ${COLUMNS}`, { line, ...(field === undefined ? {} : { field }) });

/** The columns of a header line, in any order. Throws a FiberError that names the one that is wrong or missing. */
export const readHeader = (text: string, line: number): Field[] => {
  const split = splitFields(text);
  if (typeof split === "string") throw headerError(line, `The header cannot be read: ${split}`);
  const names = split.map((name) => name.trim());
  for (const [at, name] of names.entries()) {
    if (!KNOWN.has(name)) throw headerError(line, `The header has an unknown column ${show(name)}.`, show(name));
    if (names.indexOf(name) !== at) throw headerError(line, `The header has column ${name} twice.`, name);
  }
  const missing = REQUIRED_FIELDS.find((name) => !names.includes(name));
  if (missing) throw headerError(line, `The header has no column ${missing}.`, missing);
  return names as Field[];
};

/**
 * Measurements of CSV in UTF-8 with a header. Blank lines are passed over. A line with too few or too many fields is
 * refused. Throws a FiberError when the header is wrong or missing.
 */
export const createCsvParser = (limits: Limits): MeasurementParser => {
  let columns: Field[] | undefined;

  const readLine: ReadLine = (text, line) => {
    if (text.trim() === "") return undefined;
    if (!columns) {
      columns = readHeader(text, line);
      return undefined;
    }
    const fields = splitFields(text);
    if (typeof fields === "string") return [{ line, field: "line", message: fields }];
    if (fields.length !== columns.length) {
      const message = `The line has ${fields.length} fields; the header has ${columns.length}.`;
      return [{ line, field: "line", message }];
    }
    const raw: RawMeasurement = {};
    for (let at = 0; at < columns.length; at += 1) raw[columns[at] as Field] = fields[at];
    return raw;
  };

  const parser = createLineParser(readLine, limits);
  return {
    push: parser.push,
    end: () => {
      const last = parser.end();
      if (!columns) throw headerError(1, "There is no header: the input is empty.");
      return last;
    },
  };
};
