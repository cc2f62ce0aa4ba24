import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { bytesFromHex } from "@lutra-internal/fixtures";
import {
  array,
  bytes,
  codecFor,
  completeTypes,
  DecodeError,
  tuple,
  type Ty,
  type TypeWithDefs,
} from "@lutra/bin";
import { programCodec, tyCodec, tyDefCodec } from "@lutra/bin/program";
import { generationB } from "@lutra/runner-binary";
import { describe, expect, test } from "vitest";
import {
  buildPeer,
  codecAnswers,
  type CodecCall,
  codecLine,
  ident,
  standardDefs,
  tyOf,
} from "../../src/index.ts";

const { path: peer } = await buildPeer();

/** The cells of the tables: what stands between the bars, without back-ticks. */
const rows = readFileSync(new URL("../../rust-panics.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => /^\| (value|source|request|response|program) /.test(line))
  .map((line) =>
    line
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", ""))
      .slice(1, -1),
  );

const std = (name: string): Ty => ident("std", name);
const arrayOf = (item: Ty): Ty => tyOf({ tag: "array", value: item });
const unit = tyOf({ tag: "tuple", value: [] });
const optionOf = (some: Ty): Ty =>
  tyOf({
    tag: "enum",
    value: [
      { name: "none", ty: unit },
      { name: "some", ty: some },
    ],
  });

const types: Readonly<Record<string, Ty>> = {
  Bool: std("Bool"),
  Int16: std("Int16"),
  Int64: std("Int64"),
  Text: std("Text"),
  "[Int16]": arrayOf(std("Int16")),
  "[Uint8]": arrayOf(std("Uint8")),
  "[L]": ident("m", "L"),
  "[{}]": arrayOf(unit),
  "enum {}": tyOf({ tag: "enum", value: [] }),
  "Int16?": optionOf(std("Int16")),
  "Int64?": optionOf(std("Int64")),
};
const nested = { name: ["m", "L"], ty: arrayOf(ident("m", "L")) };

function typeOf(notation: string): TypeWithDefs {
  return completeTypes(types[notation]!, [...standardDefs, nested]);
}

/** Typed data without a value: some of these types have none. */
const typedData = tuple({ ty: tyCodec, defs: array(tyDefCodec), data: bytes });

async function original(call: CodecCall, input: Uint8Array, type?: TypeWithDefs): Promise<string> {
  const lines = [codecLine(call, input)];
  if (type !== undefined) {
    const data = new Uint8Array();
    lines.unshift(codecLine("type", typedData.encode({ ty: type.ty, defs: [...type.defs], data })));
  }
  const answers = await codecAnswers(peer!, lines);
  return /^\w+/.exec(answers.at(-1)!)![0];
}

function ours(read: () => unknown): string {
  try {
    return inspect(read());
  } catch (error) {
    return error instanceof DecodeError ? "DecodeError" : inspect(error);
  }
}

describe.skipIf(peer === undefined)("input that hurts the original", () => {
  const ofValues = rows.filter((row) => row.length === 5);
  const ofMessages = rows.filter((row) => row.length === 4);

  test.each(ofValues)(
    "%s of %s, %s: %s there, %s here",
    async (call, notation, hex, there, here) => {
      const type = typeOf(notation!);
      const input = bytesFromHex(hex!);
      const reaction = await original(call as CodecCall, input, type);
      // How much memory a system promises is its own decision.
      expect(there === "abort" ? ["abort", "panic"] : [there]).toContain(reaction);
      expect(ours(() => codecFor(type.ty, type.defs).decode(input))).toBe(here);
    },
  );

  test.each(ofMessages)("%s, %s: %s there, %s here", async (call, hex, there, here) => {
    const input = bytesFromHex(hex!);
    expect(await original(call as CodecCall, input)).toBe(there);
    const read = {
      request: () => generationB.readRequest(input),
      response: () => generationB.readResponse(input),
      program: () => programCodec.decode(input),
    };
    expect(ours(read[call as keyof typeof read])).toBe(here);
  });

  test("is all listed", () => {
    expect([ofValues.length, ofMessages.length]).toEqual([25, 15]);
  });
});
