import { fileURLToPath } from "node:url";
import type { Compiler } from "@lutra/compiler";
import { expect, test } from "vitest";
import { format } from "../../src/commands/format.ts";
import { fakeIo } from "../fake-io.ts";

const file = fileURLToPath(
  new URL("../../../../examples/programs/movie-search/main.lt", import.meta.url),
);

test("a compiler that fails is no fault of the sources", async () => {
  const failure = new Error("the compiler has ended");
  const compiler: Partial<Compiler> = {
    format: async () => {
      throw failure;
    },
    close: async () => {},
  };
  const io = { ...fakeIo(), startCompiler: () => compiler as Compiler };
  await expect(format(["--check", file], io)).rejects.toBe(failure);
});
