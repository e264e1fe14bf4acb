/** The parts of the WebAssembly module this folder uses. All of them are exports of the pinned release. */
export type WasmModule = {
  HEAPU8: Uint8Array;
  HEAP32: Int32Array;
  ___stack_pointer: { value: number };
  addFunction(callback: (pointer: number, length: number) => number, signature: string): number;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _set_read_write_cbs(read: number, write: number): void;
  _interactive_one(length: number, first: number): void;
  _check_stack_depth(): void;
  _SetConfigOption(name: number, value: number, context: number, source: number): void;
  _StartTransactionCommand(): void;
  _CommitTransactionCommand(): void;
  _AbortCurrentTransaction(): void;
  _FlushErrorState(): void;
  _GetUserId(): number;
  _InterruptPending: number;
};

const STACK_BYTES = 16 * 1024 * 1024;
const FIRST_STATIC_WORD = 1024 >> 2;
const FAR_AWAY = 4096;

/**
 * Gives PostgreSQL a stack of 16 MiB and returns its top. The release comes with 64 KiB and no check: compressing a
 * chunk takes 48 of them, running a policy 56, a sum of 220 terms more, which silently overwrites PostgreSQL's
 * variables below the stack. Only possible while no call is under way.
 *
 * PostgreSQL's own limit (max_stack_depth, 2 MB) is switched on with it: the release never notes where its stack
 * begins, so the check is without effect. The variable is found by asking the check itself.
 */
export function giveStack(wasm: WasmModule): number {
  const oldStack = wasm.___stack_pointer.value >> 2;
  const top = (wasm._malloc(STACK_BYTES) + STACK_BYTES) & ~15;
  wasm.___stack_pointer.value = top;
  for (let word = FIRST_STATIC_WORD; word < oldStack; word++) {
    if (wasm.HEAP32[word] !== 0) continue;
    wasm.HEAP32[word] = FAR_AWAY;
    const isBase = !passesDepthCheck(wasm, top);
    wasm.HEAP32[word] = isBase ? top : 0;
    if (isBase) break;
  }
  return top;
}

function passesDepthCheck(wasm: WasmModule, top: number): boolean {
  try {
    wasm._check_stack_depth();
    return true;
  } catch {
    wasm.___stack_pointer.value = top;
    wasm._FlushErrorState();
    return false;
  }
}

/** A NUL-terminated copy of a string in the module's memory; the caller frees it. */
export function copyString(wasm: WasmModule, text: string): number {
  const bytes = Buffer.from(`${text}\0`);
  const pointer = wasm._malloc(bytes.length);
  wasm.HEAPU8.set(bytes, pointer);
  return pointer;
}
