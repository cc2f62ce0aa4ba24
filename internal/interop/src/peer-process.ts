import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";

/** Wire generation: A is that of Lutra 0.5.0, B that of 0.6. */
export type Generation = "a" | "b";

/** Options of the peer, besides its mode. */
export interface PeerOptions {
  /** Generation of the original's libraries that speaks. Default: `b`. */
  readonly generation?: Generation;
  /** Servers: the interpreter (default), or a runner that answers with its input. */
  readonly runner?: "interpreter" | "echo";
  /** Makes the peer's TCP socket send every write at once. Default: false, as in the original's programs. */
  readonly noDelay?: boolean;
}

/** End of a process. */
export interface PeerExit {
  /** Exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the peer in a mode. The caller ends it: by closing its input, or with `kill()`. */
export function spawnPeer(
  peer: string,
  mode: readonly string[],
  options: PeerOptions = {},
): ChildProcessWithoutNullStreams {
  const { generation = "b", runner = "interpreter", noDelay = false } = options;
  const flags = [`--generation=${generation}`, `--runner=${runner}`];
  return spawn(peer, [...mode, ...flags, ...(noDelay ? ["--no-delay"] : [])]);
}

/** Feeds a process its whole input and waits for its end. */
export async function runToEnd(
  process: ChildProcessWithoutNullStreams,
  input: string,
): Promise<PeerExit> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  process.stdout.setEncoding("utf8").on("data", (text: string) => stdout.push(text));
  process.stderr.setEncoding("utf8").on("data", (text: string) => stderr.push(text));
  // A peer that dies early leaves input unread; the caller wants to know how it died.
  process.stdin.on("error", () => {});
  process.stdin.end(input);
  const [code, signal] = (await once(process, "close")) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout: stdout.join(""), stderr: stderr.join("") };
}
