// Ports: whether one is free, and one that is.
import { createServer } from "node:net";

const tryListen = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve({ error }));
    server.listen({ port, host, exclusive: true }, () => {
      const { port: taken } = server.address();
      server.close(() => resolve({ port: taken }));
    });
  });

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Resolves to undefined when `port` can be listened on, or else to the error code. A port in use is tried for two
 * seconds, since whoever was just killed may still be letting go of it.
 */
export const portProblem = async (port, host) => {
  for (let attempt = 0; ; attempt += 1) {
    const { error } = await tryListen(port, host);
    if (error === undefined) return undefined;
    if (error.code !== "EADDRINUSE" || attempt >= 8) return error.code;
    await pause(250);
  }
};

/** A port of the loopback that is free now. */
export const freePort = async () => (await tryListen(0, "127.0.0.1")).port;
