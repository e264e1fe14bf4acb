import type { Socket } from "node:net";
import { fatal, parameterStatus } from "./protocol.ts";
import { UNSENT_LIMIT_BYTES } from "./worker-messages.ts";

/** A client that reads nothing for this long while the backend waits for it is cut off. */
const STALLED_READER_MS = 30_000;

/** The way to one client: what is written, what it has been told, and whether it still reads. */
export class ClientSocket {
  private readonly socket: Socket;
  private reported = new Map<string, string>();
  private stallTimer: NodeJS.Timeout | undefined;
  closed = false;

  constructor(socket: Socket, onClosed: () => void) {
    this.socket = socket;
    socket.once("close", onClosed);
  }

  onData(take: (piece: Buffer) => void): void {
    this.socket.on("data", (piece) => take(Buffer.from(piece)));
  }

  write(bytes: Buffer): void {
    if (!this.closed && bytes.length > 0) this.socket.write(bytes);
  }

  /** Writes output of the backend; `written` is called when it left or never will. */
  send(bytes: Uint8Array, written: () => void): void {
    this.socket.write(bytes, () => {
      this.stallTimer?.refresh();
      written();
    });
    if (this.stallTimer || !this.isFull) return;
    this.stallTimer = setTimeout(() => {
      this.stallTimer = undefined;
      if (this.isFull) this.socket.destroy();
    }, STALLED_READER_MS).unref();
  }

  /** Tells the client the parameters that changed. */
  report(parameters: [string, string][]): void {
    const news = parameters.filter(([name, value]) => this.reported.get(name) !== value);
    this.reported = new Map(parameters);
    this.write(Buffer.concat(news.map(([name, value]) => parameterStatus(name, value))));
  }

  /** Takes no more input, or takes it again: TCP makes the client wait. */
  hold(full: boolean): void {
    if (full) this.socket.pause();
    else if (this.socket.isPaused()) this.socket.resume();
  }

  /** Resolves once the client has read most of what was sent, or is gone. */
  async drained(): Promise<void> {
    if (this.closed || this.socket.writableLength <= UNSENT_LIMIT_BYTES) return;
    await new Promise<void>((resolve) => {
      this.socket.once("drain", resolve);
      this.socket.once("close", () => resolve());
    });
  }

  /** Ends the connection, with a FATAL error if there is one to tell. */
  end(error?: { code: string; text: string }): void {
    this.close();
    if (error) this.socket.end(fatal(error.code, error.text));
    else this.socket.end();
    this.socket.destroySoon();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.stallTimer);
  }

  private get isFull(): boolean {
    return this.socket.writableLength >= UNSENT_LIMIT_BYTES / 2;
  }
}
