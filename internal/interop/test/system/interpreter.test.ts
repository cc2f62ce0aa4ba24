import { createHash } from "node:crypto";
import { benchProgram, benchProgramNames } from "@lutra-internal/fixtures";
import { codecsFor } from "@lutra/bin/program";
import { programFromBytes } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { describe, expect, test } from "vitest";
import { buildPeer, evaluateOnPeer } from "../../src/index.ts";

const { path: peer } = await buildPeer();

describe.skipIf(peer === undefined)("the benchmark programs", () => {
  test.each(benchProgramNames())("%s gives the same on both interpreters", async (name) => {
    const { program, programType, rows, expected } = benchProgram(name);
    const codecs = codecsFor(programType);
    const input = codecs.input.encode(rows(100));
    const { output, milliseconds } = await evaluateOnPeer(
      peer!,
      { program, programType, input },
      3,
    );
    expect(milliseconds).toHaveLength(3);

    using runner = new InterpreterRunner();
    const prepared = runner.prepareSync(programFromBytes(program));
    const ours = codecs.output.encode(codecs.output.decode(runner.executeSync(prepared, input)));
    expect(Buffer.compare(ours, output)).toBe(0);
    expect(createHash("sha256").update(output).digest("hex")).toBe(expected["100"]!.output_sha256);
  });
});
