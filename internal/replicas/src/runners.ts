import type { Run } from "@lutra/runner-core";

/** Runners that replicas serve. */
export type ReplicaRunner = "interpreter" | "logging" | "pglite";

/** Time that a call to the logging runner takes, in milliseconds. */
const workMs = 5;

/** Makers of the runners. They load only what they need: PGlite alone takes a second. */
const makers: Readonly<Record<ReplicaRunner, (log: string) => Promise<Run>>> = {
  interpreter: async () => {
    const { AsyncRunner } = await import("@lutra/runner-async");
    const { InterpreterRunner } = await import("@lutra/runner-interpreter");
    return new AsyncRunner(new InterpreterRunner());
  },
  logging: async (log) => {
    const { LoggingRunner } = await import("./logging-runner.ts");
    return new LoggingRunner(log, workMs);
  },
  pglite: async () => {
    const { PGlite } = await import("@electric-sql/pglite");
    const { PostgresRunner } = await import("@lutra/runner-postgres");
    const { createPgliteAdapter } = await import("@lutra/runner-postgres/pglite");
    return new PostgresRunner(createPgliteAdapter(await PGlite.create()));
  },
};

/**
 * Makes a runner by name.
 *
 * @param log file that the logging runner writes the ids of calls to
 * @throws TypeError if no runner has this name
 */
export async function openReplicaRunner(name: string, log: string): Promise<Run> {
  const make = Object.hasOwn(makers, name) ? makers[name as ReplicaRunner] : undefined;
  if (make === undefined) {
    throw new TypeError(`no runner is called ${name}; there are ${Object.keys(makers).join(", ")}`);
  }
  return await make(log);
}
