import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { placesOf } from "../src/places.ts";

const packages = fileURLToPath(new URL("../../../packages", import.meta.url));

test("numbers of conformance cases, which are samples, stay as they are", () => {
  const places = placesOf(packages, "runner-conformance");
  const [cases, others] = [true, false].map((isCase) =>
    places.filter(({ file }) => file.endsWith("-cases.ts") === isCase),
  );
  expect(cases!.some(({ isAmount }) => isAmount)).toBe(false);
  expect(cases!.length).toBeGreaterThan(50);
  expect(others!.some(({ isAmount }) => isAmount)).toBe(true);
});
