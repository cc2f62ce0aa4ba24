import { runToEnd, spawnPeer } from "./peer-process.ts";

/** A project for the original's compiler, and programs in it. */
export interface Compilation {
  /** Lutra source. */
  readonly source: string;
  /** What the runner offers, as its `getExternals` says: this chooses the kind of program. */
  readonly externals: readonly string[];
  /** Expressions, such as the path of a function. */
  readonly programs: readonly string[];
}

/**
 * Compiles programs with the original's compiler.
 *
 * @returns the encoded programs, in their order
 * @throws Error with the compiler's messages if the project or a program does not compile
 */
export async function compileOnPeer(
  peer: string,
  { source, externals, programs }: Compilation,
): Promise<readonly Uint8Array[]> {
  const lines = [source, ...programs].map((text) => `${Buffer.from(text).toString("hex")}\n`);
  const process = spawnPeer(peer, ["compile", externals.join(",")]);
  const { code, signal, stdout, stderr } = await runToEnd(process, lines.join(""));
  if (code !== 0) throw new Error(`the compiler ended with ${code ?? signal}:\n${stderr}`);
  const answers = stdout.split("\n").slice(0, -1);
  const failures = answers.flatMap((answer, i) => {
    const [outcome, digits = ""] = answer.split(" ");
    if (outcome === "ok") return [];
    const what = i === 0 ? "the project" : programs[i - 1];
    return [`${what}: ${outcome}: ${Buffer.from(digits, "hex").toString()}`];
  });
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return answers
    .slice(1)
    .map((answer) => new Uint8Array(Buffer.from(answer.slice("ok ".length), "hex")));
}
