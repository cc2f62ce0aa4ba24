import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { equivalents } from "../src/equivalents/all.ts";
import { placesOf } from "../src/places.ts";

const packages = fileURLToPath(new URL("../../../packages", import.meta.url));

test("every equivalent change is one of the sources as they are", () => {
  const names = new Set(equivalents.map(({ file }) => file.split("/", 1)[0]!));
  const known = [...names]
    .flatMap((name) => placesOf(packages, name))
    .filter(({ equivalence }) => equivalence !== undefined);
  for (const { file, changes, reason } of equivalents)
    for (const change of changes) {
      const place = { file, change, equivalence: reason };
      expect(known).toContainEqual(expect.objectContaining(place));
    }
});
