import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CompileResult } from "@lutra/compiler";
import { type ProgramKind, representationOf } from "@lutra/runner-core";
import { requiredArgument } from "../arguments.ts";
import { connectOptions } from "../connect-options.ts";
import { CommandError } from "../errors/command-error.ts";
import { pathReason } from "../errors/system-error.ts";
import { UsageError } from "../errors/usage-error.ts";
import { compileOptions } from "../help/options.ts";
import type { Io } from "../io.ts";
import { makeFolder } from "../make-folder.ts";
import { signatureOf } from "../program/signature.ts";
import { typeText } from "../program/type-text.ts";
import { compileFor, plainTarget, targetAt } from "../sources/compile.ts";
import { withCompiler } from "../sources/compiler.ts";
import { kindNamed } from "../sources/program-kinds.ts";
import { readProject } from "../sources/project.ts";
import { checkWritable, writeWhole } from "../write-file.ts";

/** Kind of program if neither `--kind` nor `--runner` says it. */
const defaultKind = "bytecode-lt";

/** Runs `lutra-runner compile`: writes programs and their types. */
export async function compile(args: readonly string[], io: Io): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: compileOptions,
  });
  const path = requiredArgument("compile", "SOURCE", positionals);
  const { runner: url, program = "main", json = false } = values;
  const kinds = kindsOf(values.kind);
  const connecting = connectOptions(values, io);
  if (url !== undefined && values.kind !== undefined) {
    throw new UsageError("--runner says the kind of program, and so does --kind");
  }
  const project = await readProject(path);
  const request = { project, program };
  const folder = values.output ?? project.folder;
  const targets =
    url === undefined ? kinds.map(plainTarget) : [await targetAt(url, connecting, request, io)];

  const results = await withCompiler(io, async (compiler) => {
    const compiled: CompileResult[] = [];
    for (const target of targets) compiled.push(await compileFor(compiler, request, target, io));
    return compiled;
  });
  const files = filesOf(results);
  await write(folder, files);
  const written = files.map(([name]) => join(folder, name));
  await io.stdout.write(
    json ? `${JSON.stringify({ files: written })}\n` : summary(written, files, results[0]!, io),
  );
}

function kindsOf(lists: readonly string[] = [defaultKind]): readonly ProgramKind[] {
  return [...new Set(lists.flatMap((list) => list.split(",")).map(kindNamed))];
}

type File = readonly [name: string, bytes: Uint8Array];

/** Returns the files of a program: one for each kind, and its types, which are the same for all. */
function filesOf(results: readonly CompileResult[]): readonly File[] {
  const programs = results.map(({ program: { kind, bytes } }): File => [
    `program.${representationOf(kind)}.rr.ld`,
    bytes,
  ]);
  return [...programs, ["program-type.ld", results[0]!.typeBytes]];
}

async function write(folder: string, files: readonly File[]): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (cause) {
    throw new CommandError(`cannot write to ${folder}: ${await pathReason(folder, cause)}`, {
      cause,
    });
  }
  // All or none, as far as that can be known before.
  for (const [name] of files) await checkWritable(join(folder, name));
  for (const [name, bytes] of files) await writeWhole(join(folder, name), bytes);
}

function summary(
  written: readonly string[],
  files: readonly File[],
  { type }: CompileResult,
  { stdout }: Io,
): string {
  const { input, output, defs } = signatureOf(type);
  const width = (stdout.columns ?? 80) - 8;
  const sizes = files.map(([, bytes]) => `${bytes.length.toLocaleString("en-US")} bytes`);
  const lines = written.map((path, i) => `${path}  ${sizes[i]}`);
  const types = [
    `input   ${typeText(input.ty, defs, width)}`,
    `output  ${typeText(output.ty, defs, width)}`,
  ];
  return `${[...lines, ...types].join("\n")}\n`;
}
