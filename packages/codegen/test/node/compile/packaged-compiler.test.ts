import type { CompilerOptions } from "@lutra/compiler";
import { expect, it } from "vitest";
import {
  type CompilerPackage,
  createPackagedCompiler,
} from "../../../src/node/compile/packaged-compiler.ts";

it("bounds sources by 16 MiB and a compilation by two minutes", async () => {
  let bounds: unknown;
  const createNodeCompiler = (options: Omit<CompilerOptions, "worker">) => {
    bounds = options;
    return { close: () => Promise.resolve() };
  };
  const compiler = createPackagedCompiler({ createNodeCompiler } as unknown as CompilerPackage);
  await compiler[Symbol.asyncDispose]();
  expect(bounds).toEqual({ timeoutMs: 120_000, maxSourceBytes: 16 * 1024 * 1024 });
});
