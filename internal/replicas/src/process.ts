import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { until } from "@lutra-internal/testing";

/** Environment of servers: Debian keeps them off the path. */
export const env: NodeJS.ProcessEnv = { PATH: `${process.env["PATH"]}:/usr/sbin` };

/** Says if a command can be started. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ["-v"], { env }).status === 0;
}

/** Returns a port on which nothing listens, for now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until a process listens on a port. */
export async function listening(child: ChildProcess, port: number): Promise<void> {
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    return await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
  });
}

/** Ends a process, and waits for that. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}
