import type { SortedBatch } from "./batch.ts";

/** What takes encoded rows. */
export const COPY_ROWS = "COPY metrics (time, node_id, latency_ms, uptime_pct, packet_loss) FROM STDIN (FORMAT binary)";

/** Signature, flags and length of the header's extension: https://www.postgresql.org/docs/current/sql-copy.html. */
const HEADER = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const TRAILER_BYTES = 2;
const COLUMNS = 5;
/** A row without nulls: the number of columns, the length of each, 8 of time, 16 of node_id, 4 of each figure. */
const ROW_BYTES = 2 + COLUMNS * 4 + 8 + 16 + 3 * 4;

/** PostgreSQL counts time in microseconds from 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const HIGH = 2 ** 32;

const writeFigure = (bytes: Buffer, at: number, value: number | null): number => {
  if (value === null) return bytes.writeInt32BE(-1, at);
  return bytes.writeFloatBE(value, bytes.writeInt32BE(4, at));
};

const writeTime = (bytes: Buffer, at: number, time: number): number => {
  const microseconds = (time - EPOCH_MS) * 1000;
  const high = Math.floor(microseconds / HIGH);
  bytes.writeInt32BE(8, at);
  bytes.writeInt32BE(high, at + 4);
  return bytes.writeUInt32BE(microseconds - high * HIGH, at + 8);
};

/** The rows as the binary format of COPY has them. */
export const encodeRows = ({ series, row_count }: SortedBatch): Buffer => {
  const bytes = Buffer.allocUnsafe(HEADER.length + row_count * ROW_BYTES + TRAILER_BYTES);
  let at = HEADER.copy(bytes);
  for (const { node_id, rows } of series) {
    const id = Buffer.from(node_id.replaceAll("-", ""), "hex");
    for (const row of rows) {
      at = writeTime(bytes, bytes.writeInt16BE(COLUMNS, at), row.time);
      at = bytes.writeInt32BE(id.length, at);
      at += id.copy(bytes, at);
      at = writeFigure(bytes, at, row.latency_ms);
      at = writeFigure(bytes, at, row.uptime_pct);
      at = writeFigure(bytes, at, row.packet_loss);
    }
  }
  return bytes.subarray(0, bytes.writeInt16BE(-1, at));
};
