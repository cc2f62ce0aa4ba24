import type { Run, RunnerError } from "@lutra/runner-core";
import type { RemoteProgram } from "@lutra/runner-core/transport";
import { expectTypeOf, test } from "vitest";
import { detectGeneration, generationA } from "../src/generation-a.ts";
import {
  BinaryClient,
  type BinaryServerOptions,
  type Protocol,
  serveBinary,
} from "../src/index.ts";
import { connect } from "../src/node.ts";

test("a client is a runner", () => {
  expectTypeOf<BinaryClient>().toExtend<Run<RemoteProgram>>();
  expectTypeOf(connect).returns.resolves.toEqualTypeOf<BinaryClient>();
});

test("any runner can be served, over web streams too", () => {
  expectTypeOf(serveBinary).parameter(0).toEqualTypeOf<Run>();
  expectTypeOf<TransformStream<Uint8Array, Uint8Array>>().toExtend<
    ConstructorParameters<typeof BinaryClient>[0]
  >();
  expectTypeOf<ReturnType<typeof serveBinary>["closed"]>().resolves.toEqualTypeOf<
    RunnerError | undefined
  >();
});

test("a protocol is chosen or detected", () => {
  expectTypeOf(generationA).toEqualTypeOf<Protocol>();
  expectTypeOf(detectGeneration).toExtend<NonNullable<BinaryServerOptions["protocol"]>>();
});
