import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { Connection, type ConnectionContext } from "./connection.ts";
import {
  authenticationCleartext,
  authenticationOk,
  CANCEL_REQUEST,
  fatal,
  Framer,
  GSS_REQUEST,
  negotiateVersion,
  ProtocolError,
  readString,
  SSL_REQUEST,
} from "./protocol.ts";
import { parseStartup, type Startup } from "./startup.ts";

export type FrontOptions = ConnectionContext & { password: string; max_connections: number };

const SIGN_IN_WITHIN_MS = 30_000;

/** Listens on the loopback interface and signs clients in. */
export class Front {
  private readonly options: FrontOptions;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly connections = new Map<number, Connection>();
  private readonly digest: Buffer;
  private nextId = 1;

  constructor(options: FrontOptions) {
    this.options = options;
    this.digest = sha256(options.password);
    this.server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.accept(socket));
  }

  /** Starts listening and gives the port. Throws what `listen` throws (EADDRINUSE …). */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve());
    });
    const address = this.server.address();
    return typeof address === "object" && address ? address.port : port;
  }

  /** Ends all connections as a server that shuts down does. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const connection of this.connections.values()) {
      connection.end("57P01", "terminating connection due to administrator command");
    }
    const late = setTimeout(() => this.sockets.forEach((socket) => socket.destroy()), 500);
    for (const socket of this.sockets) if (socket.readyState !== "open") socket.destroy();
    await closed;
    clearTimeout(late);
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.sockets.delete(socket));
    const framer = new Framer();
    let startup: Startup | undefined;
    const timer = setTimeout(() => socket.destroy(), SIGN_IN_WITHIN_MS);
    const onData = (piece: Buffer | string) => {
      framer.push(Buffer.from(piece));
      try {
        startup ??= this.greet(socket, framer);
        const answer = startup && framer.next("p");
        if (!startup || !answer) return;
        clearTimeout(timer);
        socket.off("data", onData);
        this.signIn(socket, framer, startup, answer.type === "p" ? readString(answer.bytes, 5).value : undefined);
      } catch (error) {
        clearTimeout(timer);
        socket.off("data", onData);
        const code = error instanceof ProtocolError ? error.code : "XX000";
        socket.end(fatal(code, error instanceof Error ? error.message : String(error)));
        socket.destroySoon();
      }
    };
    socket.on("data", onData);
    socket.once("close", () => clearTimeout(timer));
  }

  /** Answers encryption and cancel requests; gives the start-up parameters once they came and asks for the password. */
  private greet(socket: Socket, framer: Framer): Startup | undefined {
    for (let packet = framer.nextStartup(); packet; packet = framer.nextStartup()) {
      const code = packet.readInt32BE(4);
      if (code === SSL_REQUEST || code === GSS_REQUEST) socket.write("N");
      else if (code === CANCEL_REQUEST) {
        if (packet.length >= 16) this.cancel(packet.readInt32BE(8), packet.readInt32BE(12));
        socket.end();
        return undefined;
      } else if (code >> 16 !== 3) {
        throw new ProtocolError("0A000", `unsupported frontend protocol ${code >> 16}.${code & 0xffff}`);
      } else {
        const startup = parseStartup(packet);
        if ((code & 0xffff) > 0 || startup.unknownExtensions.length > 0) {
          socket.write(negotiateVersion(startup.unknownExtensions));
        }
        socket.write(authenticationCleartext());
        return startup;
      }
    }
    return undefined;
  }

  private signIn(socket: Socket, framer: Framer, startup: Startup, password: string | undefined): void {
    if (password === undefined) throw new ProtocolError("08P01", "expected a password");
    if (!timingSafeEqual(sha256(password), this.digest)) {
      throw new ProtocolError("28P01", `password authentication failed for user "${startup.user}"`);
    }
    if (this.connections.size >= this.options.max_connections) {
      throw new ProtocolError("53300", "sorry, too many clients already");
    }
    const id = this.nextId++;
    const connection = new Connection(id, socket, framer, this.options);
    this.connections.set(id, connection);
    socket.once("close", () => this.connections.delete(id));
    socket.write(authenticationOk());
    void connection.start(startup);
  }

  private cancel(id: number, secret: number): void {
    const connection = this.connections.get(id);
    if (connection?.secret === secret) connection.cancel();
  }
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
