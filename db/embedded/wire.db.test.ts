import { spawn } from "node:child_process";
import { connect as connectSocket } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedServer, startEmbedded } from "./index.ts";
import { int32, message, query } from "./protocol.ts";
import { codeOf, connect, disconnectAll, until, value } from "./test-kit.ts";

let server: EmbeddedServer;

beforeAll(async () => {
  server = await startEmbedded({ jobs: false });
}, 180_000);
afterEach(disconnectAll);
afterAll(() => server?.stop());

const clients = (count: number) => Promise.all(Array.from({ length: count }, () => connect(server)));

describe("the wire", () => {
  it("moves large results and parameters", async () => {
    const [client, other] = await clients(2);
    const text = "x".repeat(20_000_000);
    expect(await value(client!, "SELECT length($1::text)", [text])).toBe(text.length);
    const { rows } = await client!.query("SELECT repeat('y', 1000) AS line FROM generate_series(1, 50000)");
    expect(rows).toHaveLength(50_000);
    expect(await value(other!, "SELECT 1")).toBe(1);
  });

  it("lets others work while a client does not read its result", async () => {
    const [slow, other] = await clients(2);
    const stream = (slow as unknown as { connection: { stream: { pause(): void; resume(): void } } }).connection.stream;
    stream.pause();
    const big = slow!.query("SELECT repeat('z', 10000) AS line FROM generate_series(1, 2000)");
    expect(await value(other!, "SELECT 1")).toBe(1);
    stream.resume();
    expect((await big).rows).toHaveLength(2000);
  });

  it("ends only the connection that sends nonsense", async () => {
    const [other] = await clients(1);
    const { port } = server;
    const raw = (bytes: Buffer) =>
      new Promise<string>((resolve) => {
        const chunks: Buffer[] = [];
        const socket = connectSocket({ port, host: "127.0.0.1" }, () => socket.write(bytes));
        socket.on("data", (piece) => chunks.push(piece as Buffer));
        socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
        socket.on("error", () => resolve("error"));
      });
    expect(await raw(Buffer.from("GET / HTTP/1.1\r\n\r\n"))).toContain("08P01");
    expect(await raw(Buffer.concat([int32(8), int32(80877103), int32(3), int32(196608)]))).toMatch(/^N.*08P01/s);
    const startup = Buffer.from("user\0postgres\0\0");
    const greeting = Buffer.concat([int32(startup.length + 8), int32(196608), startup]);
    const password = message("p", decodeURIComponent(new URL(server.url).password));
    expect(await raw(Buffer.concat([greeting, password, message("z")]))).toContain("invalid frontend message type");
    expect(await raw(Buffer.concat([greeting, password, Buffer.from("Q"), int32(0x40000000)]))).toContain("54000");
    expect(await raw(Buffer.concat([greeting, query("SELECT 1")]))).toContain("expected a password");
    expect(await value(other!, "SELECT 1")).toBe(1);
  });

  it("runs pipelined extended queries, and skips to Sync after an error", async () => {
    const { port } = server;
    const startup = Buffer.from("user\0postgres\0\0");
    const extended = (sql: string) =>
      Buffer.concat([
        message("P", "", sql, Buffer.from([0, 0])),
        message("B", "", "", Buffer.from([0, 0, 0, 0, 0, 0])),
        message("E", "", int32(0)),
      ]);
    const types = await new Promise<string>((resolve) => {
      let seen = Buffer.alloc(0);
      const socket = connectSocket({ port, host: "127.0.0.1" }, () =>
        socket.write(
          Buffer.concat([
            int32(startup.length + 8),
            int32(196608),
            startup,
            message("p", decodeURIComponent(new URL(server.url).password)),
            extended("SELECT 1"),
            message("S"),
            extended("SELECT 1/0"),
            extended("SELECT 2"),
            message("S"),
            extended("SELECT 3"),
            message("H"),
            extended("SELECT 4"),
            message("S"),
            query("SELECT 5; SELECT 6"),
            message("X"),
          ]),
        ),
      );
      socket.on("data", (piece) => (seen = Buffer.concat([seen, piece as Buffer])));
      socket.on("close", () => {
        let text = "";
        for (let at = 0; at < seen.length; at += seen.readInt32BE(at + 1) + 1)
          text += String.fromCharCode(seen[at] ?? 0);
        resolve(text.slice(text.indexOf("Z") + 1));
      });
    });
    expect(types).toBe("12DCZ1EZ12DC12DCZTDCTDCZ");
  });

  it("cancels a statement that waits, for who knows its secret", async () => {
    const [holder, waiting] = await clients(2);
    await holder!.query("BEGIN");
    await holder!.query("SELECT 1");
    const { processID, secretKey } = waiting as unknown as { processID: number; secretKey: number };
    const cancelled = codeOf(waiting!.query("SELECT 1"));
    const cancel = (secret: number) =>
      new Promise<void>((resolve) => {
        const request = Buffer.concat([int32(16), int32(80877102), int32(processID), int32(secret)]);
        connectSocket({ port: server.port, host: "127.0.0.1" })
          .on("close", () => resolve())
          .end(request);
      });
    await cancel(secretKey ^ 1);
    await cancel(secretKey);
    expect(await cancelled).toBe("57014");
    await holder!.query("COMMIT");
    expect(await value(waiting!, "SELECT 1")).toBe(1);
  });

  it("ends a wait at statement_timeout", async () => {
    const [holder] = await clients(1);
    const hurried = await connect(server, { options: "-c statement_timeout=200" });
    await holder!.query("BEGIN");
    await holder!.query("SELECT 1");
    expect(await codeOf(hurried.query("SELECT 1"))).toBe("57014");
    expect(await codeOf(hurried.query("SELECT $1::int", [1]))).toBe("57014");
    await holder!.query("COMMIT");
    expect(await value(hurried, "SELECT 1")).toBe(1);
  });
});

describe("limits", () => {
  it("ends an idle transaction that others wait for, and refuses too many connections", async () => {
    const args = [join(import.meta.dirname, "main.ts"), "--no-jobs", "--idle-seconds", "0.5", "--max-connections", "3"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    try {
      const ready = await new Promise<{ port: number; password: string }>((resolve) =>
        child.once("message", resolve as never),
      );
      const small = { url: `postgresql://postgres:${ready.password}@127.0.0.1:${ready.port}/postgres` };
      const idle = await connect(small);
      const other = await connect(small);
      await idle.query("BEGIN");
      await idle.query("SELECT 1");
      expect(await value(other, "SELECT 1")).toBe(1);
      expect(await codeOf(idle.query("SELECT 1"))).not.toBe("none");
      await connect(small);
      await connect(small);
      expect(await codeOf(connect(small))).toBe("53300");
      await disconnectAll();
      await until(async () => value(await connect(small), "SELECT 1"));
    } finally {
      await disconnectAll();
      child.kill("SIGTERM");
    }
  });
});
