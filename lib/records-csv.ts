import { csvLine } from "./csv.ts";

/** Records as CSV with a header of their keys, snake_case as they are. */
export const recordsCsv = <T extends object>(records: T[], keys: (keyof T & string)[]): string =>
  [keys, ...records.map((record) => keys.map((key) => record[key]))].map(csvLine).join("");
