import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PeerOptions, runToEnd, spawnPeer } from "./peer-process.ts";

/** Outcome of one call in the original's client. */
export type PeerAnswer =
  | { readonly ok: unknown }
  | { readonly error: { readonly display: string; readonly code: string | null } };

/**
 * Lets a client of the original make calls over TCP, one after the other.
 *
 * @param calls lines as `rust/src/session.rs` lists them
 * @returns an answer per call
 * @throws Error if the client dies, with what it said
 */
export async function playOverTcp(
  peer: string,
  address: string,
  calls: readonly string[],
  options: PeerOptions = {},
): Promise<readonly PeerAnswer[]> {
  return withScript(calls, async (script) => {
    const client = spawnPeer(peer, ["client-tcp", address, script], options);
    const { code, signal, stdout, stderr } = await runToEnd(client, "");
    if (code !== 0) throw new Error(`the client ended with ${code ?? signal}:\n${stderr}`);
    return answersIn(stdout);
  });
}

/**
 * Does the same as {@link playOverTcp}, over the client's standard input and output, which the caller serves.
 *
 * @param serve gets the process as soon as it runs
 */
export async function playOverStdio(
  peer: string,
  serve: (client: ChildProcessWithoutNullStreams) => void,
  calls: readonly string[],
  options: PeerOptions = {},
): Promise<readonly PeerAnswer[]> {
  return withScript(calls, async (script) => {
    const client = spawnPeer(peer, ["client-stdio", script], options);
    let answers = "";
    client.stderr.setEncoding("utf8").on("data", (text: string) => (answers += text));
    serve(client);
    const [code, signal] = (await once(client, "close")) as [number | null, string | null];
    if (code !== 0) throw new Error(`the client ended with ${code ?? signal}:\n${answers}`);
    return answersIn(answers);
  });
}

/** Scripts hold whole programs and inputs, so they travel in a file. */
async function withScript<T>(
  calls: readonly string[],
  play: (script: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "lutra-interop-"));
  try {
    const script = join(folder, "script");
    await writeFile(script, calls.join("\n"));
    return await play(script);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function answersIn(lines: string): readonly PeerAnswer[] {
  return lines
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as PeerAnswer);
}
