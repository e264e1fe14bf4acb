export { type ImportOptions, type ImportProgress, importSources } from "./run.ts";
export { openSource, type Source } from "./source.ts";
export type { FileSummary, ImportSummary, OldRows } from "./summary.ts";
