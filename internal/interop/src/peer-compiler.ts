import { runToEnd, spawnPeer } from "./peer-process.ts";

/** A project for the original's compiler, and programs in it. */
export interface Compilation {
  /** Lutra source. */
  readonly source: string;
  /** Externals of the runner, as `getExternals` returns them: they choose the kind of program. */
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
  compilation: Compilation,
): Promise<readonly Uint8Array[]> {
  const answers = await tryCompileOnPeer(peer, compilation);
  const failures = answers.flatMap((answer, i) =>
    typeof answer === "string" ? [`${compilation.programs[i]}: ${answer}`] : [],
  );
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return answers.filter((answer) => typeof answer !== "string");
}

/**
 * Compiles those programs that compile.
 *
 * @returns for each program, in their order, its bytes, or what the compiler says of it or of the whole project
 * @throws Error if the compiler's process ends
 */
export async function tryCompileOnPeer(
  peer: string,
  { source, externals, programs }: Compilation,
): Promise<readonly (Uint8Array | string)[]> {
  const lines = [source, ...programs].map((text) => `${Buffer.from(text).toString("hex")}\n`);
  const process = spawnPeer(peer, ["compile", externals.join(",")]);
  const { code, signal, stdout, stderr } = await runToEnd(process, lines.join(""));
  if (code !== 0) throw new Error(`the compiler ended with ${code ?? signal}:\n${stderr}`);
  const answers = stdout
    .split("\n")
    .slice(0, -1)
    .map((answer) => {
      const [outcome, digits = ""] = answer.split(" ");
      const bytes = Buffer.from(digits, "hex");
      return outcome === "ok" ? new Uint8Array(bytes) : `${outcome}: ${bytes.toString()}`;
    });
  const [project, ...compiled] = answers;
  return typeof project === "string" ? programs.map(() => `the project: ${project}`) : compiled;
}
