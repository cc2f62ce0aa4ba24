import { type PeerExit, runToEnd, spawnPeer } from "./peer-process.ts";

/** One call of the original's codecs, as `rust/src/codec.rs` lists them. */
export type CodecCall = "type" | "value" | "source" | "program" | "request" | "response";

/** A line for the codecs. */
export function codecLine(call: CodecCall, bytes: Uint8Array): string {
  return `${call} ${digitsOf(bytes)}`;
}

/** Bytes in the notation of the lines: lower-case hexadecimal digits, `-` for none. */
export function digitsOf(bytes: Uint8Array): string {
  return bytes.length === 0 ? "-" : Buffer.from(bytes).toString("hex");
}

/** Bytes from the notation of the lines. */
export function bytesOf(digits: string): Uint8Array {
  return digits === "-" ? new Uint8Array() : new Uint8Array(Buffer.from(digits, "hex"));
}

/**
 * Hands lines to one process of the original's codecs.
 *
 * @returns a line per line: `ok …`, `error …` or `panic …`
 * @throws Error if the process dies, which some values bring about; see {@link codecExit}
 */
export async function codecAnswers(
  peer: string,
  lines: readonly string[],
): Promise<readonly string[]> {
  const { code, signal, stdout, stderr } = await codecExit(peer, lines);
  if (code !== 0) throw new Error(`the codecs ended with ${code ?? signal}:\n${stderr}`);
  return stdout.split("\n").slice(0, -1);
}

/** As {@link codecAnswers}, for lines that may end the process. */
export function codecExit(peer: string, lines: readonly string[]): Promise<PeerExit> {
  return runToEnd(spawnPeer(peer, ["codec"]), lines.map((line) => `${line}\n`).join(""));
}
