import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runToEnd, spawnPeer } from "./peer-process.ts";

/** A program and what it works on, all encoded. */
export interface Evaluation {
  readonly program: Uint8Array;
  /** `rr::ProgramType`. */
  readonly programType: Uint8Array;
  readonly input: Uint8Array;
}

/** Outcome of a program in the original's interpreter. */
export interface EvaluationResult {
  /** Canonically encoded. */
  readonly output: Uint8Array;
  /** Duration of each evaluation. Copying the input and encoding the output again do not count. */
  readonly milliseconds: readonly number[];
}

/**
 * Evaluates a program on the original's interpreter, several times in one process of its own.
 *
 * @throws Error if the program fails or the process dies
 */
export async function evaluateOnPeer(
  peer: string,
  { program, programType, input }: Evaluation,
  times: number,
): Promise<EvaluationResult> {
  const folder = await mkdtemp(join(tmpdir(), "lutra-interop-"));
  try {
    const files = ["program", "type", "input", "output"].map((name) => join(folder, name));
    const [programFile, typeFile, inputFile, outputFile] = files as [
      string,
      string,
      string,
      string,
    ];
    await writeFile(programFile, program);
    await writeFile(typeFile, programType);
    await writeFile(inputFile, input);
    const process = spawnPeer(peer, ["interpret", ...files, String(times)]);
    const { code, signal, stdout, stderr } = await runToEnd(process, "");
    if (code !== 0) throw new Error(`the interpreter ended with ${code ?? signal}:\n${stderr}`);
    const { milliseconds } = JSON.parse(stdout) as Pick<EvaluationResult, "milliseconds">;
    return { output: new Uint8Array(await readFile(outputFile)), milliseconds };
  } finally {
    await rm(folder, { recursive: true });
  }
}
