// Runs generated modules as they are, by a runtime that strips their types. Prints the names of the programs that ran.
import { showcase, showcaseNames } from "@lutra-internal/fixtures";
import * as generated from "@lutra-internal/fixtures/generated/showcase";
import * as torture from "@lutra-internal/fixtures/generated/torture";
import { codecFor } from "@lutra/bin";
import { programTypeCodec } from "@lutra/bin/program";
import { InterpreterRunner } from "@lutra/runner-interpreter";

type Method = (...parameters: readonly unknown[]) => unknown;

const client = new generated.ShowcaseClientSync(new InterpreterRunner());
const methods = client as unknown as Readonly<Record<string, Method>>;
const names = showcaseNames().filter((name) => showcase(name).bytecodeLt !== undefined);
const ran = names.filter((name) => {
  const { programType, input, expected } = showcase(name);
  const types = programTypeCodec.decode(programType);
  const value = codecFor(types.input, types.defs).decode(input);
  const parameters = types.input.kind.tag === "tuple" ? (value as unknown[]) : [value];
  const method = methods[name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())]!;
  const output = codecFor(types.output, types.defs).encode(method.apply(client, parameters));
  return output.length === expected.length && output.every((byte, i) => byte === expected[i]);
});
console.log(JSON.stringify({ ran, programs: torture.programs.length }));
