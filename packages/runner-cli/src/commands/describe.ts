import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { escapeControls, renderJson, renderSource } from "@lutra/bin/render";
import { programCodec } from "@lutra/bin/program";
import { type Program, type ProgramKind, representationOf } from "@lutra/runner-core";
import { CommandError } from "../errors/command-error.ts";
import { describeOptions } from "../help/texts.ts";
import type { Io } from "../io.ts";
import { exampleOf } from "../program/example-of.ts";
import { readProgram } from "../program/program-file.ts";
import { findSignature, type Signature, unknownTypes } from "../program/signature.ts";
import { typeText } from "../program/type-text.ts";
import { UsageError } from "../errors/usage-error.ts";
import { terminalText } from "../terminal-text.ts";

/** Runners that execute a kind of program, as `--runner` takes them. */
const runners: Readonly<Record<ProgramKind, string>> = {
  bytecodeLt: "interpreter",
  sqlPostgres: "pglite, postgres://...",
  sqlDuckDb: "duckdb",
};

/** `lutra-runner describe PROGRAM`: says what a program is, or prints an input for it. */
export async function describe(args: readonly string[], io: Io): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: describeOptions,
  });
  const [path, ...more] = positionals;
  if (path === undefined) throw new UsageError("describe needs a PROGRAM");
  if (more.length > 0) {
    throw new UsageError(`describe takes one PROGRAM, got also ${more.join(" ")}`);
  }
  const format = exampleFormat(values["example-input"]);
  const program = await readProgram(path);
  const signature = await findSignature(program, path, values.type);
  if (format === undefined) {
    await io.stdout.write(description(program, path, signature, io.stdout.columns));
  } else {
    if (signature === undefined) throw unknownTypes(path);
    await io.stdout.write(exampleInput(program, signature, format));
  }
}

function exampleFormat(text: string | undefined): "json" | "lt" | undefined {
  const format = text?.toLowerCase();
  if (format === undefined || format === "json" || format === "lt") return format;
  throw new UsageError(`unknown format: ${text}`, "--example-input is one of json, lt");
}

function exampleInput(
  program: Program,
  { input: { ty }, defs }: Signature,
  format: "json" | "lt",
): string {
  const value = exampleOf(ty, defs, exampleText(program));
  return format === "json"
    ? `${renderJson(value, ty, defs, { indent: 2 })}\n`
    : `${renderSource(value, ty, defs)}\n`;
}

/** Returns a string that the program is likely to take: one that uses time zones fails for an empty name of one. */
function exampleText({ bytes }: Program): string {
  const content = Buffer.from(bytes).toString("latin1");
  return /timestamp::to_date|date::to_timestamp|AT TIME ZONE|timezone\(/i.test(content)
    ? "UTC"
    : "";
}

/** Width of the labels in front of the values of a description. */
const labelWidth = 11;

function description(
  program: Program,
  path: string,
  signature: Signature | undefined,
  columns = 80,
): string {
  const types = (side: "input" | "output"): string =>
    signature === undefined
      ? "not known"
      : typeText(signature[side].ty, signature.defs, columns - labelWidth);
  const hash = createHash("sha256").update(program.bytes).digest("hex");
  const rows: readonly (readonly [string, string])[] = [
    ["program", path],
    ["kind", representationOf(program.kind)],
    ["runs on", `${runners[program.kind]}, or a server that has one`],
    ["size", `${program.bytes.length.toLocaleString("en-US")} bytes`],
    ["sha256", hash],
    [
      "externals",
      externalsOf(program, path)
        .map((name) => escapeControls(name))
        .join(", ") || "none",
    ],
    ["input", types("input")],
    ["output", types("output")],
  ];
  const text = rows
    .map(([label, value]) => `${label.padEnd(labelWidth)}${indented(value)}\n`)
    .join("");
  return signature === undefined ? `${text}\n${unknownTypes(path).help}\n` : text;
}

function indented(text: string): string {
  return terminalText(text).replaceAll("\n", `\n${" ".repeat(labelWidth)}`);
}

/** Names of the functions that a program needs of its runner. SQL has none. */
function externalsOf({ bytes }: Program, path: string): readonly string[] {
  try {
    const { tag, value } = programCodec.decode(bytes);
    return tag === "bytecodeLt" ? [...new Set(value.externals.map(({ id }) => id))] : [];
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${path} is not a Lutra program: ${message}`, { cause });
  }
}
