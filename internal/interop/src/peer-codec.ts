import { runToEnd, spawnPeer } from "./peer-process.ts";

/** One call of the original's codecs, as `rust/src/codec.rs` lists them. */
export type CodecCall = "type" | "value" | "source" | "program" | "request" | "response";

/** Returns a line for the codecs. */
export function codecLine(call: CodecCall, bytes: Uint8Array): string {
  return `${call} ${digitsOf(bytes)}`;
}

/** Returns bytes in the notation of the lines: lower-case hexadecimal digits, `-` for none. */
export function digitsOf(bytes: Uint8Array): string {
  return bytes.length === 0 ? "-" : Buffer.from(bytes).toString("hex");
}

/** Bytes from the notation of the lines. */
export function bytesOf(digits: string): Uint8Array {
  return digits === "-" ? new Uint8Array() : new Uint8Array(Buffer.from(digits, "hex"));
}

/**
 * Hands lines to the original's codecs.
 *
 * @returns a line per line: `ok …`, `error …`, `panic …`, or `abort` where the process died; the lines after that one
 *   go to a new process
 * @throws Error if a process fails otherwise
 */
export async function codecAnswers(
  peer: string,
  lines: readonly string[],
): Promise<readonly string[]> {
  const answers: string[] = [];
  while (answers.length < lines.length) {
    const rest = lines.slice(answers.length);
    const type = lines.slice(0, answers.length).findLast((line) => line.startsWith("type "));
    const setUp = type === undefined || answers.length === 0 ? [] : [type];
    const input = [...setUp, ...rest].map((line) => `${line}\n`).join("");
    const { code, signal, stdout, stderr } = await runToEnd(spawnPeer(peer, ["codec"]), input);
    answers.push(...stdout.split("\n").slice(setUp.length, -1));
    if (code === 0) continue;
    if (signal !== "SIGABRT")
      throw new Error(`the codecs ended with ${code ?? signal}:\n${stderr}`);
    answers.push("abort");
  }
  return answers;
}
