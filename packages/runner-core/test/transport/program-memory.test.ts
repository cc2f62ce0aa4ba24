import { expect, test } from "vitest";
import { statedMemory } from "../../src/transport/program-memory.ts";

test.each([
  [{ memoryBytes: 0 }, 0],
  [{ memoryBytes: 1.5 }, 1.5],
  [{ memoryBytes: -1 }, undefined],
  [{ memoryBytes: NaN }, undefined],
  [{ memoryBytes: "1" }, undefined],
  [{}, undefined],
  [undefined, undefined],
])("a handle %o states %s", (handle, stated) => {
  expect(statedMemory(handle)).toBe(stated);
});
