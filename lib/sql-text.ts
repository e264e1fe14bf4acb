import type { Statement, StatementParameter } from "./model/statement.ts";

const CLAUSES =
  / (?=(?:from|inner join|left join|where|group by|having|order by|limit|offset|returning|on conflict) )/g;

/** SQL as it was written, without the indentation of the code around it; built on one line, a clause a line. */
export const tidySql = (sql: string): string => {
  if (!sql.trim().includes("\n")) return sql.trim().replace(CLAUSES, "\n");
  const lines = sql.split("\n").filter((line) => line.trim() !== "");
  const indents = lines.slice(/^\s/.test(lines[0] ?? "") ? 0 : 1).map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents);
  return lines.map((line) => (/^\s/.test(line) ? line.slice(common) : line).trimEnd()).join("\n");
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A parameter as a literal of PostgreSQL with standard_conforming_strings. */
export const literalOf = (value: StatementParameter): string => {
  if (value === null) return "NULL";
  if (Array.isArray(value)) return value.length === 0 ? "'{}'" : `ARRAY[${value.map(literalOf).join(", ")}]`;
  return typeof value === "string" ? quoted(value) : String(value);
};

/** The statement with its parameters in place, to be run elsewhere: in psql, ended by a semicolon. */
export const runnableSql = ({ sql, parameters }: Pick<Statement, "sql" | "parameters">): string =>
  `${sql.replaceAll(/\$(\d+)/g, (whole, place: string) => {
    const value = parameters[Number(place) - 1];
    return value === undefined ? whole : literalOf(value);
  })};`;
