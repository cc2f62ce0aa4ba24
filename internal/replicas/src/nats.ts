import { spawn } from "node:child_process";
import { ended, env, freePort, listening } from "./process.ts";

/** Command of the NATS server. */
export const natsCommand = "nats-server";

/** A NATS server on loopback. */
export interface NatsProcess extends AsyncDisposable {
  readonly port: number;
  /** Id of the process. */
  readonly pid: number;
}

/**
 * Starts a NATS server.
 *
 * @param port where it listens; 0 for a free port
 * @param options further options of the command
 */
export async function startNats(
  port: number = 0,
  options: readonly string[] = [],
): Promise<NatsProcess> {
  const bound = port === 0 ? await freePort() : port;
  const child = spawn(natsCommand, ["-a", "127.0.0.1", "-p", String(bound), ...options], {
    env,
    stdio: "ignore",
  });
  await listening(child, bound);
  return { port: bound, pid: child.pid ?? 0, [Symbol.asyncDispose]: () => ended(child) };
}
