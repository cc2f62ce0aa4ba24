import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { escapeControls, renderJson, renderSource } from "@lutra/bin/render";
import { programCodec } from "@lutra/bin/program";
import type { Definition } from "@lutra/compiler";
import { type Program, type ProgramKind, representationOf } from "@lutra/runner-core";
import { requiredArgument } from "../arguments.ts";
import { describeOptions } from "../help/options.ts";
import type { Io } from "../io.ts";
import { exampleOf } from "../program/example-of.ts";
import { parameterNames, withNames } from "../program/parameters.ts";
import { damagedProgram, readProgram } from "../program/program-file.ts";
import { findSignature, type Signature, signatureOf, unknownTypes } from "../program/signature.ts";
import { typeText } from "../program/type-text.ts";
import { type DescribedSource, describeSource } from "../sources/describe-source.ts";
import { isSourcePath, onlyForSources } from "../sources/project.ts";
import { UsageError } from "../errors/usage-error.ts";
import { terminalText } from "../terminal-text.ts";

/** Runners that execute a kind of program, as `--runner` takes them. */
const runners: Readonly<Record<ProgramKind, string>> = {
  bytecodeLt: "interpreter",
  sqlPostgres: "pglite, postgres://...",
  sqlDuckDb: "duckdb",
};

/** Runs `lutra-runner describe`: says what a program or a source is, or prints an input for it. */
export async function describe(args: readonly string[], io: Io): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: describeOptions,
  });
  const path = requiredArgument("describe", "PROGRAM", positionals);
  const format = exampleFormat(values["example-input"]);
  if (await isSourcePath(path)) {
    if (values.type !== undefined) throw new UsageError("--type is for compiled programs");
    return await describeSources(path, values.program, format, io);
  }
  if (values.program !== undefined) {
    throw await onlyForSources("program", path);
  }
  const program = await readProgram(path);
  const signature = await findSignature(program, path, values.type);
  if (format === undefined) {
    await io.stdout.write(description(program, path, signature, io.stdout.columns));
  } else {
    if (signature === undefined) throw unknownTypes(program, path);
    await io.stdout.write(exampleInput(program, signature, format));
  }
}

async function describeSources(
  path: string,
  program: string | undefined,
  format: "json" | "lt" | undefined,
  io: Io,
): Promise<void> {
  const source = await describeSource(path, program, io);
  const [first] = source.programs;
  if (format === undefined) {
    await io.stdout.write(sourceDescription(path, source, io.stdout.columns));
  } else if (first === undefined) {
    throw new UsageError(`${path} has no main`, "name the function with --program");
  } else {
    const names = parameterNames(source.definitions, source.name ?? "");
    const signature = signatureOf(first.type, names);
    await io.stdout.write(exampleInput(first.program, signature, format));
  }
}

function exampleFormat(text: string | undefined): "json" | "lt" | undefined {
  const format = text?.toLowerCase();
  if (format === undefined || format === "json" || format === "lt") return format;
  throw new UsageError(`unknown format: ${text}`, "--example-input is one of json, lt");
}

function exampleInput(
  program: Program,
  { input: { ty }, defs, parameters }: Signature,
  format: "json" | "lt",
): string {
  const text = exampleText(program);
  if (format === "lt") return `${renderSource(exampleOf(ty, defs, text), ty, defs)}\n`;
  const named = parameters === undefined ? ty : withNames(ty, parameters);
  return `${renderJson(exampleOf(named, defs, text), named, defs, { indent: 2 })}\n`;
}

/** Returns a string that the program is likely to take: one that uses time zones fails for an empty name of one. */
function exampleText({ bytes }: Program): string {
  const content = Buffer.from(bytes).toString("latin1");
  return /timestamp::to_date|date::to_timestamp|AT TIME ZONE|timezone\(/i.test(content)
    ? "UTC"
    : "";
}

function description(
  program: Program,
  path: string,
  signature: Signature | undefined,
  columns = 80,
): string {
  const hash = createHash("sha256").update(program.bytes).digest("hex");
  const text = labelled([
    ["program", path],
    ["kind", representationOf(program.kind)],
    ["runs on", `${runners[program.kind]}, or a server that has one`],
    ["size", `${program.bytes.length.toLocaleString("en-US")} bytes`],
    ["sha256", hash],
    ["externals", externalsText(program, path)],
    ...typeRows(signature, columns),
  ]);
  return signature === undefined ? `${text}\n${unknownTypes(program, path).help}\n` : text;
}

function sourceDescription(
  path: string,
  { name, programs, definitions }: DescribedSource,
  columns = 80,
): string {
  const rows: Row[] = [["source", path]];
  const [first] = programs;
  if (first !== undefined) {
    const kinds = programs.map(({ program }) => program.kind);
    rows.push(
      ["program", name ?? ""],
      ["kinds", kinds.map(representationOf).join(", ")],
      ["runs on", `${kinds.map((kind) => runners[kind]).join(", ")}, or a server that has one`],
      ["externals", externalsText(first.program, path)],
      ...typeRows(signatureOf(first.type), columns),
    );
  }
  const listed = definitions.filter(({ kind }) => kind !== "import" && kind !== "annotation");
  return `${labelled(rows)}\n${listed.map(definitionText).join("")}`;
}

function definitionText({ path, kind, signature, doc }: Definition): string {
  const comment = doc?.trim().split("\n") ?? [];
  const lines = comment.map((line) => `## ${line.trim()}`);
  const modules = path.slice(0, -1).map((step) => `${step}::`);
  // A signature begins with a keyword, and the name follows.
  const head = signature ?? `${kind} ${path.at(-1)}`;
  lines.push(modules.length === 0 ? head : `${modules.join("")} ${head}`);
  return terminalText(`${lines.join("\n")}\n`);
}

function typeRows(signature: Signature | undefined, columns: number): readonly Row[] {
  return (["input", "output"] as const).map((side) => [
    side,
    signature === undefined
      ? "not known"
      : typeText(signature[side].ty, signature.defs, columns - labelWidth),
  ]);
}

type Row = readonly [label: string, value: string];

/** Width of the labels in front of the values of a description. */
const labelWidth = 11;

function labelled(rows: readonly Row[]): string {
  return rows.map(([label, value]) => `${label.padEnd(labelWidth)}${indented(value)}\n`).join("");
}

function indented(text: string): string {
  return terminalText(text).replaceAll("\n", `\n${" ".repeat(labelWidth)}`);
}

function externalsText(program: Program, path: string): string {
  const names = externalsOf(program, path).map((name) => escapeControls(name));
  return names.join(", ") || "none";
}

/** Returns the names of the functions that a program needs from its runner; none for SQL. */
function externalsOf({ bytes }: Program, path: string): readonly string[] {
  try {
    const { tag, value } = programCodec.decode(bytes);
    return tag === "bytecodeLt" ? [...new Set(value.externals.map(({ id }) => id))] : [];
  } catch (cause) {
    throw damagedProgram(path, cause);
  }
}
