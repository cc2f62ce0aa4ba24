import { expect, test } from "vitest";
import { buildPeer, runToEnd, spawnPeer } from "../../src/index.ts";

const { path, missing } = await buildPeer();

test("the Rust peer builds and says how to use it", async (context) => {
  // The other files skip their tests without a word.
  if (missing !== undefined) {
    console.warn(`tests with the Rust original are skipped: ${missing}`);
    context.skip(missing);
  }
  const { code, stderr } = await runToEnd(spawnPeer(path!, []), "");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^usage:/);
});
