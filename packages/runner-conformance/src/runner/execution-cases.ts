import { checkBytes, checkSame } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { corpusProgram } from "../corpus.ts";
import { echo, remainderOfTen, type RunnerSubject, withRunner } from "./subject.ts";

/** Prepared programs and their executions. */
export const executionCases: readonly ConformanceCase<RunnerSubject>[] = [
  {
    group: "execution",
    name: "run encodes the input, executes and decodes the output",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        checkSame(await runner.run(echo(subject), "otter 🦦"), "otter 🦦", "output");
        checkSame(await runner.run(remainderOfTen(subject), 4), 2, "output");
      }),
  },
  {
    group: "execution",
    name: "a prepared program can be executed any number of times",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input, output } = echo(subject);
        const prepared = await runner.prepare(program);
        for (const text of ["one", "", "three", "one"]) {
          const bytes = await runner.execute(prepared, input.encode(text));
          checkSame(output.decode(bytes), text, "output");
        }
      }),
  },
  {
    group: "execution",
    name: "a program that takes nothing takes an empty input",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, codecs } = corpusProgram(subject.kind, "Int64 beyond 2^53");
        const prepared = await runner.prepare(program);
        const bytes = await runner.execute(prepared, new Uint8Array());
        checkSame(codecs.output.decode(bytes), -9007199254740995n, "output");
      }),
  },
  {
    group: "execution",
    name: "an input is only read, and from where it lies in its buffer",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input, output } = echo(subject);
        const encoded = input.encode("somewhere inside");
        const around = new Uint8Array(encoded.length + 16).fill(255);
        around.set(encoded, 7);
        const before = around.slice();
        const prepared = await runner.prepare(program);
        const bytes = await runner.execute(prepared, around.subarray(7, 7 + encoded.length));
        checkSame(output.decode(bytes), "somewhere inside", "output");
        checkBytes(around, before, "the input's buffer");
      }),
  },
  {
    group: "execution",
    name: "an output stays as it is when later calls follow",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input, output } = echo(subject);
        const prepared = await runner.prepare(program);
        const first = await runner.execute(prepared, input.encode("the first"));
        const copy = first.slice();
        for (let i = 0; i < 20; i++) await runner.execute(prepared, input.encode(`later ${i}`));
        await runner.release(prepared);
        checkBytes(first, copy, "the first output");
        checkSame(output.decode(first), "the first", "the first output");
      }),
  },
  {
    group: "execution",
    name: "a large input comes back whole",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const text = "0123456789abcdef".repeat(40_000);
        const output = await runner.run(echo(subject), text);
        checkSame(output.length, text.length, "length");
        checkSame(output === text, true, "whether the output is the input");
      }),
  },
];
