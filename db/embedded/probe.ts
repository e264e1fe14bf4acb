import { connect } from "node:net";
import { int32, message, PROTOCOL_3_0 } from "./protocol.ts";

/** Whether a PostgreSQL server on the loopback port takes this password. Needs no turn at the database, so a busy one answers too. */
export function answersTo(port: number, password: string, within_ms = 3_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let input = Buffer.alloc(0);
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(within_ms, () => done(false));
    socket.once("error", () => done(false));
    socket.once("close", () => done(false));
    socket.once("connect", () => {
      const body = Buffer.from("user\0postgres\0database\0postgres\0application_name\0fiber probe\0\0");
      socket.write(Buffer.concat([int32(body.length + 8), int32(PROTOCOL_3_0), body]));
    });
    socket.on("data", (piece) => {
      input = Buffer.concat([input, piece as Buffer]);
      while (input.length >= 9 && input[0] === 0x52) {
        const method = input.readInt32BE(5);
        if (method === 0) return done(true);
        if (method !== 3) return done(false);
        input = input.subarray(input.readInt32BE(1) + 1);
        socket.write(message("p", password));
      }
      if (input.length > 0 && input[0] !== 0x52) done(false);
    });
  });
}
