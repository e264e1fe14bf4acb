import { describe, expect, it } from "vitest";
import { OutputReader, REFUSED_TOKEN } from "./output.ts";
import { errorResponse, Framer, int32, message, ProtocolError, query, readFields, readyForQuery } from "./protocol.ts";
import { parseOptions, parseStartup } from "./startup.ts";

describe("framing what a client sends", () => {
  it("gives whole messages however the bytes are cut", () => {
    const stream = Buffer.concat([query("SELECT 1"), message("S"), query("x".repeat(5000)), message("X")]);
    for (const size of [1, 2, 3, 5, 7, 64, stream.length]) {
      const framer = new Framer();
      const types: string[] = [];
      const bytes: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size) {
        framer.push(stream.subarray(at, at + size));
        for (let next = framer.next(); next; next = framer.next()) {
          types.push(next.type);
          bytes.push(next.bytes);
        }
      }
      expect(types.join("")).toBe("QSQX");
      expect(Buffer.concat(bytes).equals(stream)).toBe(true);
      expect(framer.buffered).toBe(0);
    }
  });

  it("refuses unknown types, impossible and absurd lengths", () => {
    const refusal = (bytes: Buffer) => {
      const framer = new Framer();
      framer.push(bytes);
      try {
        framer.next();
        return "taken";
      } catch (error) {
        return error instanceof ProtocolError ? error.code : "other";
      }
    };
    expect(refusal(message("z"))).toBe("08P01");
    expect(refusal(Buffer.concat([Buffer.from("Q"), int32(3)]))).toBe("08P01");
    expect(refusal(Buffer.concat([Buffer.from("Q"), int32(0x7fffffff)]))).toBe("54000");
  });
});

describe("start-up parameters", () => {
  const packet = (...words: string[]) => {
    const body = Buffer.from(`${words.join("\0")}\0\0`);
    return Buffer.concat([int32(body.length + 8), int32(196608), body]);
  };

  it("reads options as libpq writes them", () => {
    expect(parseOptions("-c role=reader -cstatement_timeout=5000 --search-path=a,b -c x.y=two\\ words")).toEqual([
      ["role", "reader"],
      ["statement_timeout", "5000"],
      ["search_path", "a,b"],
      ["x.y", "two words"],
    ]);
    expect(() => parseOptions("-d 5")).toThrow(ProtocolError);
  });

  it("takes parameters as settings, and no replication", () => {
    const startup = parseStartup(packet("user", "u", "options", "-c a=1", "TimeZone", "UTC", "_pq_.x", "1"));
    expect(startup).toEqual({
      user: "u",
      database: "u",
      settings: [
        ["a", "1"],
        ["TimeZone", "UTC"],
      ],
      unknownExtensions: ["_pq_.x"],
    });
    expect(() => parseStartup(packet("user", "u", "replication", "database"))).toThrow(/replication/);
    expect(() => parseStartup(packet("database", "d"))).toThrow(/user name/);
  });
});

describe("reading what the backend puts out", () => {
  const row = message("D", Buffer.from([0, 1]), int32(3), Buffer.from("abc"));
  const complete = message("C", "SELECT 1");
  const notice = message("N", "SNOTICE", "Mhello", Buffer.from([0]));
  const notification = message("A", int32(1), "channel", "payload");

  it("passes on all but ReadyForQuery and notifications, however it is cut", () => {
    const stream = Buffer.concat([message("1"), row, notification, notice, row, complete, readyForQuery("T")]);
    for (const size of [1, 2, 3, 4, 5, 6, 7, 11, stream.length]) {
      const pieces: Buffer[] = [];
      const reader = new OutputReader((bytes) => pieces.push(Buffer.from(bytes)));
      for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
      expect(Buffer.concat(pieces)).toEqual(Buffer.concat([message("1"), row, notice, row, complete]));
      expect(reader.result).toMatchObject({ status: "T", tags: ["SELECT 1"], parsed: 1, copyRefused: false });
    }
  });

  it("answers COPY FROM STDIN and refused statements with its own error", () => {
    const errors = (stream: Buffer, refusal?: Buffer) => {
      const pieces: Buffer[] = [];
      const reader = new OutputReader((bytes) => pieces.push(Buffer.from(bytes)), refusal ? { refusal } : {});
      reader.push(stream);
      return readFields(Buffer.concat(pieces).subarray(5));
    };
    const copy = Buffer.concat([
      message("G", Buffer.from([0, 0, 0])),
      errorResponse({ code: "57014", message: "COPY from stdin failed: refused" }),
    ]);
    expect(errors(copy)).toMatchObject({ C: "0A000", M: expect.stringContaining("COPY FROM STDIN") as string });
    const own = errorResponse({ code: "0A000", message: "not here", hint: "there" });
    const syntax = errorResponse({ code: "42601", message: `syntax error at or near "${REFUSED_TOKEN}"` });
    expect(errors(syntax, own)).toMatchObject({ C: "0A000", M: "not here", H: "there" });
    const other = errorResponse({ code: "22012", message: "division by zero" });
    expect(errors(other, own)).toMatchObject({ C: "22012" });
  });
});
