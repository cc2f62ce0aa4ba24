import {
  bytesFromHex,
  hexFromBytes,
  programCases,
  showcase,
  showcaseNames,
} from "@lutra-internal/fixtures";
import { codecsFor } from "@lutra/bin/program";
import { connect } from "@lutra/runner-binary/node";
import { programFromBytes } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { describe, expect, test } from "vitest";
import { buildPeer, startPeerServer } from "../../src/index.ts";

const { path: peer } = await buildPeer();

interface Example {
  readonly name: string;
  readonly program: Uint8Array;
  readonly programType: Uint8Array;
  readonly input: Uint8Array;
}

const cases: readonly Example[] = programCases().flatMap((each) => {
  const { program_hex: program, output } = each.interpreter;
  if (program === undefined || output === undefined) return [];
  const programType = bytesFromHex(each.program_type_hex);
  const input = bytesFromHex(each.input.hex);
  return [{ name: each.name, program: bytesFromHex(program), programType, input }];
});

const showcases: readonly Example[] = showcaseNames().flatMap((name) => {
  const { bytecodeLt, programType, input } = showcase(name);
  return bytecodeLt === undefined ? [] : [{ name, program: bytecodeLt, programType, input }];
});

describe.skipIf(peer === undefined)("programs on both interpreters", () => {
  test.each([
    { kind: "the golden cases", examples: cases, atLeast: 148 },
    { kind: "the showcases", examples: showcases, atLeast: 12 },
  ])("give the same values: $kind", async ({ examples, atLeast }) => {
    await using server = await startPeerServer(peer!, { noDelay: true });
    await using original = await connect({ port: server.port });
    using ours = new InterpreterRunner();
    const different: string[] = [];
    for (const { name, program: bytes, programType, input } of examples) {
      const program = programFromBytes(bytes);
      const { output } = codecsFor(programType);
      // Neither writes canonical bytes, so both answers are encoded again.
      const canonical = (answer: Uint8Array): string =>
        hexFromBytes(output.encode(output.decode(answer)));
      const there = await original.prepare(program);
      const here = ours.prepareSync(program);
      const answers = [await original.execute(there, input), ours.executeSync(here, input)];
      if (new Set(answers.map(canonical)).size > 1) different.push(name);
      await original.release(there);
      ours.releaseSync(here);
    }
    expect(different).toEqual([]);
    expect(examples.length).toBeGreaterThanOrEqual(atLeast);
  });
});
