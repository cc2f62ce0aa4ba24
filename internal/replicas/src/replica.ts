import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ReplicaRunner } from "./runners.ts";

const file = fileURLToPath(new URL("serve-replica.ts", import.meta.url));
const loader = new URL("../../../scripts/load-typescript.mjs", import.meta.url).href;

/** Transports of replicas. */
export type ReplicaKind = "binary" | "http" | "nats";

/** A replica, as a process of its own. */
export class Replica {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  readonly port: number;

  private constructor(child: ChildProcess, exit: Promise<unknown>, port: number) {
    this.#child = child;
    this.#exit = exit;
    this.port = port;
  }

  /**
   * Starts a replica and waits until it listens.
   *
   * @param port where it listens, 0 for a free port; where the NATS server listens
   * @param log file that the logging runner writes the ids of calls to
   */
  static async start(
    kind: ReplicaKind,
    runner: ReplicaRunner,
    port: number,
    log: string,
  ): Promise<Replica> {
    const options = ["--conditions=@lutra/source", "--import", loader];
    const child = spawn(process.execPath, [...options, file, kind, runner, String(port), log], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exit = once(child, "exit");
    for await (const line of createInterface(child.stdout)) {
      const [, bound] = /^Listening on (\d+)$/.exec(line) ?? [];
      if (bound !== undefined) return new Replica(child, exit, Number(bound));
    }
    throw new Error(`a replica of kind ${kind} ended before it listened`);
  }

  /** Id of the process. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Asks the replica to end, and waits until it has. */
  async replace(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#exit;
  }

  /** Ends the replica without any notice. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exit;
  }
}
