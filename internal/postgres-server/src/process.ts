import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** Finds a port that no server listens on, for now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/**
 * Waits until a server has written what a pattern matches to stderr, and goes on reading it.
 *
 * @throws Error with the end of the log, if the server ends first
 */
export function untilLogged(server: ChildProcess, sign: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`the server ended with ${code}:\n${log}`)));
    // Goes on reading: a full pipe would stop the server.
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-4096);
      if (sign.test(log)) resolve();
    });
  });
}

/**
 * Ends a server, with force after ten seconds.
 *
 * @param signal `SIGINT` ends sessions instead of waiting for them
 */
export async function endServer(
  server: ChildProcess,
  signal: "SIGINT" | "SIGQUIT" = "SIGINT",
): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill(signal);
  const timer = setTimeout(() => server.kill("SIGQUIT"), 10_000);
  await ended;
  clearTimeout(timer);
}
