import { type ProgramKind, representationOf, type Run } from "@lutra/runner-core";
import type { Engine, StartedEngine } from "./engine.ts";

/**
 * Creates an engine for a runner elsewhere, by its URL over HTTP. The server must allow this page's origin.
 *
 * @throws RunnerError if the runner cannot be reached
 */
export async function remoteEngine(url: string): Promise<Engine> {
  const { HttpClient } = await import("@lutra/runner-http");
  const connect = (): Run => new HttpClient(url);
  const first = connect();
  const kind = kindOf(await first.getExternals(), url);
  await first.shutdown();
  const start = async (): Promise<StartedEngine> => {
    const run = connect();
    return { run, terminate: () => void run.shutdown() };
  };
  return { id: "remote", title: new URL(url).host, kind, start };
}

const kinds: readonly ProgramKind[] = ["bytecodeLt", "sqlDuckDb", "sqlPostgres"];

function kindOf(externals: readonly string[], url: string): ProgramKind {
  const kind = kinds.find((name) => externals.includes(`repr:${representationOf(name)}`));
  if (kind !== undefined) return kind;
  throw new Error(`${url} does not say which programs it executes: it has no repr: tag`);
}
