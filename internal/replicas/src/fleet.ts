import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idBytes, idOf } from "./call.ts";
import { Replica, type ReplicaKind } from "./replica.ts";
import type { ReplicaRunner } from "./runners.ts";

/** Options of {@link Fleet.start}. */
export interface FleetOptions {
  /** Port of the NATS server; 0 for replicas that listen themselves, on free ports. @default 0 */
  readonly port?: number;
  /** Runner that each replica serves. @default "logging" */
  readonly runner?: ReplicaRunner;
}

/** Several replicas, and the logs of all that ever ran in their places. */
export class Fleet implements AsyncDisposable {
  readonly kind: ReplicaKind;
  readonly #port: number;
  readonly #runner: ReplicaRunner;
  readonly #folder: string;
  readonly #replicas: Replica[];
  #logs = 0;

  private constructor(
    kind: ReplicaKind,
    { port = 0, runner = "logging" }: FleetOptions,
    folder: string,
  ) {
    this.kind = kind;
    this.#port = port;
    this.#runner = runner;
    this.#folder = folder;
    this.#replicas = [];
  }

  /** Starts replicas. */
  static async start(kind: ReplicaKind, count: number, options: FleetOptions = {}): Promise<Fleet> {
    const fleet = new Fleet(kind, options, await mkdtemp(join(tmpdir(), "lutra-replicas-")));
    for (let place = 0; place < count; place++) await fleet.restart(place);
    return fleet;
  }

  get size(): number {
    return this.#replicas.length;
  }

  get ports(): readonly number[] {
    return this.#replicas.map(({ port }) => port);
  }

  /** Returns the replica in a place. */
  at(place: number): Replica {
    const replica = this.#replicas[place];
    if (replica === undefined) throw new RangeError(`there is no replica ${place}`);
    return replica;
  }

  /** Starts a replica in the place, and on the port, of one that has ended. */
  async restart(place: number): Promise<void> {
    const port = this.#replicas[place]?.port ?? this.#port;
    this.#logs++;
    this.#replicas[place] = await Replica.start(
      this.kind,
      this.#runner,
      port,
      this.#log(this.#logs),
    );
  }

  /** Returns the number of calls that the newest replica has begun. */
  async callsOfNewest(): Promise<number> {
    return (await this.#executed(this.#logs)).length;
  }

  /** Returns the ids of all executions so far, by all replicas. */
  async executed(): Promise<readonly string[]> {
    const logs = Array.from({ length: this.#logs }, (_, i) => this.#executed(i + 1));
    return (await Promise.all(logs)).flat();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#replicas.map((replica) => replica.kill()));
    await rm(this.#folder, { recursive: true });
  }

  async #executed(log: number): Promise<readonly string[]> {
    const bytes = await readFile(this.#log(log));
    return Array.from({ length: bytes.length / idBytes }, (_, i) =>
      idOf(bytes.subarray(i * idBytes, (i + 1) * idBytes)),
    );
  }

  #log(n: number): string {
    return join(this.#folder, `${n}.log`);
  }
}
