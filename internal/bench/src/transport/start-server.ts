import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Address } from "./peer.ts";

const entry = fileURLToPath(new URL("./server-process.ts", import.meta.url));

/** A server in a process of its own. */
export interface ServerProcess extends Disposable {
  readonly pid: number;
  readonly address: Address;
}

/** Starts the server of a peer with the same `node` arguments as this process. Disposing ends it. */
export async function startServer(peer: string): Promise<ServerProcess> {
  const child: ChildProcess = fork(entry, [peer], { stdio: ["ignore", 2, 2, "ipc"] });
  const address = await Promise.race([
    once(child, "message").then(([message]) => message as Address),
    once(child, "exit").then(([code]) => {
      throw new Error(`the server of ${peer} ended with code ${code} before it listened`);
    }),
  ]);
  return { pid: child.pid as number, address, [Symbol.dispose]: () => void child.kill() };
}
