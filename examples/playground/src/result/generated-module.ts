import { type CompiledSource, generateModule, sha256 } from "@lutra/codegen";
import type { Definition } from "@lutra/compiler";
import { isSuccess, type Outcome } from "./outcome.ts";

/**
 * Generates the TypeScript module of the program that ran: types, codecs, a program for each engine, and a client.
 *
 * @param definition the function's name, parameters and documentation, if a compiler told them
 * @returns `undefined` if no engine has executed the program, so that its types are not known
 */
export async function generatedModule(
  outcomes: readonly Outcome[],
  definition: Definition | undefined,
): Promise<string | undefined> {
  const success = outcomes.find(isSuccess);
  if (success === undefined) return undefined;
  const { input, output, defs } = success.type;
  const programs: CompiledSource[] = [];
  for (const { program } of outcomes) {
    if (program === undefined || programs.some(({ kind }) => kind === program.kind)) continue;
    programs.push({ ...program, hash: await sha256(program.bytes) });
  }
  const path = definition?.path ?? ["main"];
  const { text } = generateModule(
    [
      {
        path,
        functionName: path.at(-1)!,
        input,
        output,
        defs,
        programs,
        docs: definition?.doc,
        parameters: definition?.parameters,
        files: [],
      },
    ],
    { name: "playground" },
  );
  return text;
}
