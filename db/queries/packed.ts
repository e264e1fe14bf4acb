/**
 * What a statement packs into bytes with PostgreSQL's own send functions, because a fleet's worth of arrays takes longer
 * to write as text and to read again than to be computed. All numbers are big-endian.
 */

/** Calls `each` with the start of every record of `size` bytes. */
const forEachRecord = (bytes: Buffer, size: number, each: (view: DataView, at: number) => void): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + size <= bytes.byteLength; at += size) each(view, at);
};

/** float4send(value), one after the other. */
export const readReals = (bytes: Buffer): Float32Array => {
  const values = new Float32Array(bytes.byteLength / 4);
  forEachRecord(bytes, 4, (view, at) => {
    values[at / 4] = view.getFloat32(at);
  });
  return values;
};

/** int2send(bin) || int4send(count), one after the other. */
export const readBins = (bytes: Buffer, each: (bin: number, count: number) => void): void =>
  forEachRecord(bytes, 6, (view, at) => each(view.getInt16(at), view.getInt32(at + 2)));

/** int2send(slice) || float4send(sum) || float4send(count), one after the other; no sum is sent as NaN. */
export const readSlices = (bytes: Buffer, each: (slice: number, sum: number, count: number) => void): void =>
  forEachRecord(bytes, 10, (view, at) => each(view.getInt16(at), view.getFloat32(at + 2), view.getFloat32(at + 6)));
