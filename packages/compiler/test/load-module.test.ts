import { expect, test } from "vitest";
import { loadModule } from "../src/load-module.ts";

test("a module at another URL than a file's is fetched, in Node too", async () => {
  const empty = "data:application/wasm;base64,AGFzbQEAAAA=";
  expect(WebAssembly.Module.exports(await loadModule(empty))).toEqual([]);
});
