import { showcase, showcaseNames } from "@lutra-internal/fixtures";
import * as generated from "@lutra-internal/fixtures/generated/showcase";
import { codecFor } from "@lutra/bin";
import { programTypeCodec } from "@lutra/bin/program";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { expect, it } from "vitest";

const names = showcaseNames().filter((name) => showcase(name).bytecodeLt !== undefined);

it.each(names)("the generated client runs %s", (name) => {
  const { programType, input, expected } = showcase(name);
  const types = programTypeCodec.decode(programType);
  const value = codecFor(types.input, types.defs).decode(input);
  const wanted = codecFor(types.output, types.defs).decode(expected);
  using client = new generated.ShowcaseClientSync(new InterpreterRunner());
  const method = name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const isPositional = types.input.kind.tag === "tuple";
  const parameters = isPositional ? (value as unknown[]) : [value];
  const call = (client as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[
    method
  ]!;
  expect(call.apply(client, parameters)).toEqual(wanted);
});
