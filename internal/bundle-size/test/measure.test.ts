import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { measure } from "../src/measure.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lutra-bundle-size-"));
  const installed = join(folder, "node_modules/colours");
  mkdirSync(installed, { recursive: true });
  const manifest = { name: "colours", type: "module", sideEffects: false, exports: "./index.js" };
  writeFileSync(join(installed, "package.json"), JSON.stringify(manifest));
  writeFileSync(
    join(installed, "index.js"),
    'export const red = () => "#f00";\nexport const all = () => ["a heavy table", red()];\n' +
      'export const later = async () => (await import("./table.js")).table;\n',
  );
  writeFileSync(join(installed, "table.js"), 'export const table = "a heavy table";\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

it("counts only what an import needs", async () => {
  const budget = { from: "colours", maxGzipBytes: 100, forbidden: ["a heavy table"] };
  const red = await measure({ ...budget, import: ["red"] }, folder);
  const all = await measure({ ...budget, import: ["all"] }, folder);
  expect(red.found).toEqual([]);
  expect(all.found).toEqual(["a heavy table"]);
  expect(red.minifiedBytes).toBeLessThan(all.minifiedBytes);
  expect(red.gzipBytes).toBeGreaterThan(0);
});

it("leaves out what is loaded when it is needed", async () => {
  const budget = { from: "colours", import: ["later"], maxGzipBytes: 100, forbidden: ["a heavy"] };
  expect((await measure(budget, folder)).found).toEqual([]);
});

it("leaves out what the application brings itself", async () => {
  const budget = { from: "colours", import: ["all"], maxGzipBytes: 100, forbidden: ["a heavy"] };
  expect((await measure(budget, folder, ["colours"])).found).toEqual([]);
});

it("refuses an export that does not exist", async () => {
  const budget = { from: "colours", import: ["blue"], maxGzipBytes: 100 };
  await expect(measure(budget, folder)).rejects.toThrow("blue");
});
