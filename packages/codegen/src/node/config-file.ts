import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CodegenError } from "@lutra/codegen";
import { messageOf } from "../message-of.ts";
import { checkOutput, type OutputConfig } from "./output-config.ts";

/** Name of the file that holds the settings of a project, beside its `package.json`. */
export const configName = "lutra.codegen.json";

/**
 * Reads the settings of a project. Nothing is executed.
 *
 * @throws CodegenError for a file that is not there, no JSON, or has wrong settings
 *
 * @example
 * ```ts no-run
 * const outputs = await readConfig(process.cwd()); // of lutra.codegen.json
 * ```
 */
export async function readConfig(
  folder: string,
  name: string = configName,
): Promise<readonly OutputConfig[]> {
  let text: string;
  try {
    text = await readFile(join(folder, name), "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") {
      throw new CodegenError(`cannot read ${name}: ${messageOf(cause)}`, undefined, { cause });
    }
    throw new CodegenError(
      `there is no ${name} in ${folder}`,
      "say what to generate: `lutra-codegen FOLDER --out FILE`, or write the file, see `lutra-codegen --help`",
      { cause },
    );
  }
  let value: unknown;
  try {
    // Some editors mark UTF-8 at its start.
    value = JSON.parse(text.replace(/^\u{feff}/u, ""));
  } catch (cause) {
    throw new CodegenError(`${name} is no JSON: ${messageOf(cause)}`, undefined, { cause });
  }
  const outputs =
    typeof value === "object" && value !== null && "outputs" in value ? value.outputs : undefined;
  const others = Object.keys(value ?? {}).filter((key) => key !== "outputs" && key !== "$schema");
  if (!Array.isArray(outputs) || outputs.length === 0 || others.length > 0) {
    throw new CodegenError(
      others.length > 0
        ? `${name} has an unknown key: ${others[0]!}`
        : `${name} has no list \`outputs\`, or an empty one`,
      'it looks like { "outputs": [{ "from": "programs", "out": "src/programs.lutra.ts" }] }',
    );
  }
  return outputs.map((output, i) => checkOutput(output, `${name}: outputs[${i}]`));
}
