import type { Codec } from "@lutra/bin";
import { expectTypeOf, test } from "vitest";
import {
  type ErrorCode,
  type Program,
  type Run,
  Runner,
  type RunSync,
  typedProgram,
} from "../src/index.ts";
import type { RequestKind, ResponseMessage } from "../src/transport.ts";

declare const program: Program;
declare const text: Codec<string>;
declare const count: Codec<bigint>;
declare const runner: Run<{ readonly id: number }>;
declare const runnerSync: RunSync<number>;

test("a typed program gives run its input and output types", () => {
  const typed = typedProgram(program, text, count);
  expectTypeOf(runner.run(typed, "x")).resolves.toEqualTypeOf<bigint>();
  expectTypeOf(runnerSync.runSync(typed, "x")).toEqualTypeOf<bigint>();
  // @ts-expect-error the input is a string
  void runner.run(typed, 1n);
});

test("a handle belongs to its runner", () => {
  expectTypeOf(runner.prepare(program)).resolves.toEqualTypeOf<{ readonly id: number }>();
  // @ts-expect-error a number is another runner's handle
  void runner.execute(1, new Uint8Array());
});

test("any runner is a Run of unknown", () => {
  expectTypeOf<Run<number>>().toExtend<Run>();
  expectTypeOf<Runner<string>>().toExtend<Run<string>>();
});

test("codes are open, and kinds closed", () => {
  expectTypeOf<"MY_CODE">().toExtend<ErrorCode>();
  expectTypeOf<RequestKind>().toEqualTypeOf<
    "prepare" | "execute" | "release" | "getInterface" | "getExternals"
  >();
  expectTypeOf<Extract<ResponseMessage, { kind: "execute" }>>()
    .toHaveProperty("output")
    .toEqualTypeOf<Uint8Array>();
});
