import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parsePrintedTypes, programCodec, type ProgramType } from "@lutra/bin/program";
import { CodegenError } from "@lutra/codegen";
import { representationOf } from "@lutra/runner-core";
import { messageOf } from "../../message-of.ts";
import { readFolder } from "../read-folder.ts";
import { readDocsPages } from "./docs-pages.ts";
import { runCommand } from "./run-command.ts";
import type { CompiledFunction, SourceCompiler, SourceProject } from "./source-compiler.ts";

/**
 * Creates a compiler of upstream's command `lutra`, one process for each step. It works on copies of the sources in a
 * temporary folder, which is removed on disposal.
 *
 * @param command name in the `PATH`, or a path
 * @param missing error if there is no such command
 * @throws CodegenError `missing`, or for another version than 0.6
 */
export async function createCommandCompiler(
  command: string,
  missing: CodegenError,
): Promise<SourceCompiler> {
  const printed = await runCommand(command, ["--version"]);
  if (printed === undefined) throw missing;
  const version = /\d+\.\d+\.\d+\S*/.exec(printed.stdout)?.[0];
  if (version?.startsWith("0.6.") !== true) {
    throw new CodegenError(
      `${command} is ${version === undefined ? "no compiler of Lutra" : `of Lutra ${version}`}`,
      "this takes Lutra 0.6: name its command with --lutra, or install @lutra/compiler",
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "lutra-codegen-"));
  let projects = 0;
  return {
    check: async (sources) => {
      const own = join(folder, String(projects++));
      const project = await writeProject(join(own, "project"), sources);
      const docs = join(own, "docs");
      await runLutra(command, ["gen-docs", "--project", project, docs]);
      const pages = await readFolder(docs, (path) => path.endsWith(".md"));
      const texts = pages.map(({ path, bytes }) => {
        return { path, text: new TextDecoder().decode(bytes) };
      });
      return {
        functions: readDocsPages(texts),
        // The pages do not tell them from functions.
        externals: [],
        compile: (path, kind) => compile(command, project, join(own, "program.rr.ld"), path, kind),
      };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Writes the sources, and returns what `--project` takes: the folder of `module.lt`, or the only file. */
async function writeProject(
  folder: string,
  sources: Readonly<Record<string, string>>,
): Promise<string> {
  for (const [path, text] of Object.entries(sources)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const paths = Object.keys(sources);
  if (paths.includes("module.lt")) return folder;
  if (paths.length === 1) return join(folder, paths[0]!);
  throw new CodegenError(
    `the folder has ${paths.length} sources and no module.lt: ${paths.join(", ")}`,
    "the command lutra needs a module.lt in the folder of a project; or give one file as --project",
  );
}

const compile = async (
  command: string,
  project: string,
  output: string,
  path: readonly string[],
  kind: Parameters<SourceProject["compile"]>[1],
): Promise<CompiledFunction> => {
  const repr = representationOf(kind);
  const name = path.map(quoted).join("::");
  const args = ["--project", project, "--program", name, "--repr", repr, "--output", output];
  const printed = await runLutra(command, ["compile", ...args]);
  const bytes = new Uint8Array(await readFile(output));
  return { bytes, types: typesOf(bytes) ?? parsePrintedTypes(printed) };
};

/** Returns the types that a program carries, if it does. They say more than what is printed. */
function typesOf(bytes: Uint8Array): ProgramType | undefined {
  const { tag, value } = programCodec.decode(bytes);
  if (tag === "bytecodeLt") return undefined;
  return { input: value.inputTy, output: value.outputTy, defs: value.defs };
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``;
}

/** Runs a step of the command. It prints errors on standard output, and panics on standard error. */
async function runLutra(command: string, args: readonly string[]): Promise<string> {
  let result: Awaited<ReturnType<typeof runCommand>>;
  try {
    result = await runCommand(command, args);
  } catch (cause) {
    throw new CodegenError(messageOf(cause), undefined, { cause });
  }
  if (result?.code === 0) return result.stdout;
  const said = [result?.stdout, result?.stderr].map((text) => text?.trim() ?? "").filter(Boolean);
  const message = said.join("\n").replace(/^\[Error\]:\s*/, "");
  throw new CodegenError(message || `${command} ${args[0]!} failed without a message`);
}
