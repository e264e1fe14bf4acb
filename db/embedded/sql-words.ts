/**
 * Just enough reading of SQL to know what a statement is about to do to the shared session: words outside of
 * literals and comments, statement by statement. It never decides about privileges; PostgreSQL does that itself.
 */

/** Bare words upper-cased, quoted identifiers as `"x"`, dollar-quoted bodies as one word `$…$`, punctuation left out but `*` and `;`. */
const TOKEN =
  /\s+|--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[\s\S]/gy;

export type Statement = { words: string[]; bodies: string[] };

/** Splits a query string into its statements' words. Unterminated literals swallow the rest, as in PostgreSQL. */
export function readStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  let current: Statement = { words: [], bodies: [] };
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(sql); match; match = TOKEN.exec(sql)) {
    const token = match[0];
    const first = token[0] ?? "";
    if (token === "/*") {
      TOKEN.lastIndex = endOfComment(sql, TOKEN.lastIndex);
    } else if (token === ";") {
      if (current.words.length > 0) statements.push(current);
      current = { words: [], bodies: [] };
    } else if (first === "$" && token.length > 1) {
      const end = sql.indexOf(token, TOKEN.lastIndex);
      current.bodies.push(sql.slice(TOKEN.lastIndex, end < 0 ? sql.length : end));
      TOKEN.lastIndex = end < 0 ? sql.length : end + token.length;
    } else if (/[A-Za-z_"*\u0080-\uffff]/.test(first) && !(token.length > 1 && token[1] === "'")) {
      current.words.push(first === '"' ? token : token.toUpperCase());
    }
  }
  if (current.words.length > 0) statements.push(current);
  return statements;
}

function endOfComment(sql: string, from: number): number {
  let depth = 1;
  const edge = /\/\*|\*\//g;
  edge.lastIndex = from;
  for (let match = edge.exec(sql); match; match = edge.exec(sql)) {
    depth += match[0] === "/*" ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return sql.length;
}
