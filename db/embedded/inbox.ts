import type { Framer } from "./protocol.ts";
import type { Unit } from "./unit.ts";

/** Input beyond which a client is not read from, and messages without Sync are run as they are. */
const INPUT_LIMIT_BYTES = 8 * 1024 * 1024;

/** Gathers a client's messages into units that run in one go: up to Sync, Query, FunctionCall or Flush. */
export class Inbox {
  private readonly framer: Framer;
  private collecting: Unit = { messages: [], bytes: 0 };
  private units: (Unit | "end")[] = [];
  private waitingBytes = 0;

  constructor(framer: Framer) {
    this.framer = framer;
  }

  push(piece: Buffer): void {
    this.framer.push(piece);
  }

  /** Takes the whole messages out of what has come. Throws ProtocolError at one that cannot be. */
  gather(): void {
    for (let next = this.framer.next(); next; next = this.framer.next()) {
      if (next.type === "X") this.units.push("end");
      // Data of a COPY that was refused, as PostgreSQL ignores it too.
      if ("Xdcf".includes(next.type)) continue;
      this.collecting.messages.push(next);
      this.collecting.bytes += next.bytes.length;
      if ("SQFH".includes(next.type) || this.collecting.bytes > INPUT_LIMIT_BYTES) {
        this.units.push(this.collecting);
        this.waitingBytes += this.collecting.bytes;
        this.collecting = { messages: [], bytes: 0 };
      }
    }
  }

  /** The next unit, "end" when the client says goodbye, undefined when it has sent no more. */
  next(): Unit | "end" | undefined {
    const unit = this.units.shift();
    if (unit && unit !== "end") this.waitingBytes -= unit.bytes;
    return unit;
  }

  /** Whether the client should be made to wait. A single message may be larger, so what is incomplete does not count. */
  get isFull(): boolean {
    return this.waitingBytes > INPUT_LIMIT_BYTES;
  }

  clear(): void {
    this.units = [];
  }
}
