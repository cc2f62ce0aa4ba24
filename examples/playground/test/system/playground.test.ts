import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createParquetFormat } from "@lutra/runner-interpreter/parquet";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPlayground, type BuiltPlayground, hasCompiler } from "../support/open-playground.ts";

let built: BuiltPlayground;

beforeAll(async () => {
  built = await buildPlayground();
}, 300_000);

afterAll(async () => {
  await built[Symbol.asyncDispose]();
});

const titles = [
  { id: "interpreter", title: "Interpreter", suffix: "bytecode-lt" },
  { id: "postgres", title: "PostgreSQL", suffix: "sql-pg" },
  { id: "duckdb", title: "DuckDB", suffix: "sql-duckdb" },
];
const allEngines = titles.map(({ id }) => id);

/** Waits until a run has ended, and returns what the page says of it. */
async function verdict(page: Page): Promise<string> {
  const handle = await page.waitForFunction(() => {
    const text = document.querySelector(".verdict")!.textContent;
    const isOver = text !== "" && !text.startsWith("Running");
    return isOver && document.querySelector("#run:not(:disabled)") !== null && text;
  });
  return String(await handle.jsonValue());
}

/** Does what starts a run, and waits for its end. */
async function runBy(page: Page, action: () => Promise<unknown>): Promise<string> {
  await page.evaluate(() => (document.querySelector(".verdict")!.textContent = ""));
  await action();
  return verdict(page);
}

/** Runs what the page shows, and waits. */
function run(page: Page): Promise<string> {
  return runBy(page, () => page.click("#run"));
}

async function chooseEngines(page: Page, ids: readonly string[]): Promise<void> {
  for (const id of ids) await page.check(`#engines input[value=${id}]`);
  await verdict(page);
}

/** Replaces the source, as a person who selects all and types. */
async function type(page: Page, selector: string, text: string): Promise<void> {
  await page.click(`${selector} .cm-content`);
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

/**
 * Showcases that DuckDB refuses. Its time zones are in an extension, which its project's host serves, and tests reach no
 * other host; it reads no enums in arrays.
 */
const refusedByDuckDb = ["date-buckets", "portfolio"];

/** Returns what the page says of a showcase, by the programs that are there. */
function expectedOf(name: string): string {
  const able = titles.filter(({ id, suffix }) => {
    const program = new URL(`../../../programs/${name}/program.${suffix}.rr.ld`, import.meta.url);
    return existsSync(program) && !(id === "duckdb" && refusedByDuckDb.includes(name));
  });
  const results = able.map(({ title }) => title).join(", ");
  const verdict = able.length > 1 ? `Equal results of ${results}.` : `Result of ${results}.`;
  const missing = titles.length - able.length;
  return missing === 0 ? verdict : `${verdict} ${missing} failed.`;
}

describe("the page", () => {
  test("runs each showcase with equal results on every engine that executes it", async () => {
    const { page, errors } = await built.open();
    await page.route(/duckdb\.org/, (route) => route.abort());
    await verdict(page);
    await chooseEngines(page, allEngines);
    const names = await page.$$eval("#showcase option", (all) => all.map((one) => one.textContent));
    expect(names.length).toBeGreaterThan(8);
    const said: [string, string][] = [];
    for (const name of names)
      said.push([name, await runBy(page, () => page.selectOption("#showcase", name))]);
    expect(said).toEqual(names.map((name) => [name, expectedOf(name)]));
    expect(errors).toEqual([]);
  }, 300_000);

  test("shows results as tables and as Lutra, and the SQL of engines", async () => {
    const { page } = await built.open();
    await verdict(page);
    await chooseEngines(page, ["duckdb"]);
    expect(await page.textContent(".card[data-engine=interpreter] tbody tr:first-child")).toMatch(
      /Ether/,
    );
    await page.click("role=tab[name=Lutra] >> nth=1");
    expect(await page.textContent(".cards:not([hidden]) .card:first-child pre")).toMatch(
      /title = "Ether"/,
    );
    await page.keyboard.press("ArrowRight");
    expect(await page.textContent(".cards:not([hidden]) .card:nth-child(2) pre")).toMatch(
      /^(WITH|SELECT)/,
    );
  });

  test("shows the TypeScript module of the program", async () => {
    const { page } = await built.open();
    await verdict(page);
    await page.click("role=tab[name=TypeScript]");
    await page.waitForSelector("text=/export class PlaygroundClient/");
    expect(await page.textContent(".results > pre")).toMatch(/export interface Movie \{/);
  });

  test("takes input from its form, and shows it as JSON", async () => {
    const { page } = await built.open();
    await verdict(page);
    await page.fill('[aria-label="title_part"]', "Harbour");
    await page.selectOption('[aria-label="released_from"]', "none");
    await run(page);
    expect(await page.textContent(".card tbody")).toMatch(/Harbour/);
    await page.click("role=tab[name=JSON]");
    expect(await page.textContent("#input .cm-content >> nth=1")).toMatch(
      /"title_part": "Harbour"/,
    );
    await page.click("role=tab[name=Form]");
    await page.fill('[aria-label="limit"]', "many");
    await page.click("#run");
    await page.waitForSelector('[aria-invalid="true"]');
    expect(await page.textContent("#input .note")).toMatch(/limit: .*Int64/);
  });

  test("adds and removes rows", async () => {
    const { page } = await built.open();
    await verdict(page);
    const rows = await page.locator(".form tbody tr").count();
    // Without the compiler, the page does not know the name of the parameter.
    await page.click("text=/^Add to /");
    expect(await page.locator(".form tbody tr").count()).toBe(rows + 1);
    await page.click(".form tbody tr:first-child button");
    expect(await page.locator(".form tbody tr").count()).toBe(rows);
    expect(await run(page)).toBe("Result of Interpreter.");
  });

  test("reads rows from CSV and Parquet files", async () => {
    const { page } = await built.open();
    await verdict(page);
    await page.fill('[aria-label="title_part"]', "Otter");
    const csv = "id,title,genre,released,rating\n1,Otters,drama,2020-01-02,9.5\n";
    await page.setInputFiles("#file", {
      name: "m.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(csv),
    });
    await page.waitForSelector("text=Read m.csv.");
    await run(page);
    expect(await page.textContent(".card tbody")).toMatch(/Otters.*2020.*9.5/);

    const column = { nullable: false } as const;
    const parquet = createParquetFormat().write([
      { ...column, name: "id", type: "int64", values: [7n] },
      { ...column, name: "title", type: "text", values: ["Sea Otter"] },
      { ...column, name: "genre", type: "text", values: ["drama"] },
      { ...column, name: "released", type: "date", values: [20_000] },
      { name: "rating", type: "float64", nullable: true, values: [null] },
    ]);
    const file = {
      name: "m.parquet",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(parquet),
    };
    await page.setInputFiles("#file", file);
    await page.waitForSelector("text=Read m.parquet.");
    await run(page);
    expect(await page.textContent(".card tbody")).toMatch(/7.*Sea Otter.*2024.*none/);

    await page.setInputFiles("#file", { ...file, name: "x.parquet", buffer: Buffer.from("no") });
    await page.waitForSelector("text=/^x.parquet: /");
  });

  test("is used by keyboard alone", async () => {
    const { page } = await built.open();
    await verdict(page);
    await page.focus("#showcase");
    await page.keyboard.press("s");
    await page.keyboard.press("Tab");
    await page.focus("#source .cm-content");
    await page.keyboard.press("Control+Enter");
    expect(await verdict(page)).toBe("Result of Interpreter.");
    await page.focus("#input-tabs [role=tab][tabindex='0']");
    await page.keyboard.press("End");
    expect(await page.getAttribute("#input-tabs [role=tab]:nth-child(3)", "aria-selected")).toBe(
      "true",
    );
  });

  test.each([400, 1000, 1600])("is no wider than a screen of %d pixels", async (width) => {
    const { page } = await built.open({ viewport: { width, height: 900 } });
    await verdict(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
    const lefts = await page.$$eval("button, select", (all) =>
      all.map((one) => one.getBoundingClientRect().left),
    );
    expect(Math.min(...lefts)).toBeGreaterThanOrEqual(0);
  });

  test("has at most 250 kB with gzip before an engine is used", async () => {
    const names = await readdir(join(built.folder, "assets"));
    const first = names.filter((name) => /^index-.*\.(js|css)$/.test(name));
    const files = [
      join(built.folder, "index.html"),
      ...first.map((name) => join(built.folder, "assets", name)),
    ];
    const sizes = await Promise.all(
      files.map(async (file) => gzipSync(await readFile(file)).length),
    );
    expect(sizes.length).toBe(3);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(250_000);
  });
});

describe.skipIf(!hasCompiler)("with the compiler, the page", () => {
  const source = "func main(x: Int64, name: Text) -> {twice = x * 2, name}\n";

  test("runs what is typed, on every engine", async () => {
    const { page, errors } = await built.open();
    await verdict(page);
    await type(page, "#source", source);
    await page.waitForSelector('[aria-label="x"]');
    await page.fill('[aria-label="x"]', "21");
    await chooseEngines(page, allEngines);
    expect(await run(page)).toBe("Equal results of Interpreter, PostgreSQL, DuckDB.");
    expect(await page.textContent(".card[data-engine=duckdb] tbody")).toMatch(/twice42/);
    expect(errors).toEqual([]);
  });

  test("marks faults as they are typed, with what is wrong", async () => {
    const { page } = await built.open();
    await verdict(page);
    await type(page, "#source", "func main(x: Int64) -> x + missing\n");
    await page.waitForSelector(".cm-lintRange-error");
    expect(await page.textContent(".cm-lintRange-error")).toBe("missing");
    expect(await page.textContent("#faults")).toMatch(/^Line 1: name does not exist/);
    await type(page, "#source", source);
    await page.waitForSelector(".cm-lintRange-error", { state: "detached" });
    await page.waitForFunction(() => document.querySelector("#faults")!.textContent === "");
  });

  test("completes names, and formats", async () => {
    const { page } = await built.open();
    await verdict(page);
    // Once the source compiles, its names are known.
    await type(page, "#source", "func double(x: Int64) -> x*2\nfunc main(x: Int64) -> x");
    await page.waitForSelector("#program option[value=double]", { state: "attached" });
    await page.keyboard.press("Backspace");
    await page.keyboard.type("dou");
    await page.waitForSelector(".cm-tooltip-autocomplete >> text=double");
    await page.keyboard.press("Escape");
    await type(page, "#source", "func main(x: Int64) -> x*2");
    await page.click("#format");
    await page.waitForFunction(() =>
      document.querySelector("#source .cm-content")!.textContent.includes("x * 2"),
    );
    await page.waitForFunction(() => document.querySelector("#faults")!.textContent === "");
    expect(await page.locator(".cm-lintRange-error").count()).toBe(0);
  });

  test("makes a link that shows the same in another window", async () => {
    const { page } = await built.open();
    await verdict(page);
    await type(page, "#source", source);
    await page.waitForSelector('[aria-label="name"]');
    await page.fill('[aria-label="name"]', "größe");
    await page.click("#share");
    await page.waitForURL(/#p=/);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await verdict(other);
    expect(await other.textContent(".card tbody")).toMatch(/größe/);
    // What is shown is no longer what the link says.
    await other.fill('[aria-label="name"]', "x");
    expect(other.url()).not.toMatch(/#p=/);
  });

  test("ends a program that does not end, and runs the next", async () => {
    const { page } = await built.open();
    await verdict(page);
    const endless =
      "func main(x: Int64) -> [x] | loop_until_empty(level -> level | map(n -> n + 1)) | count\n";
    await type(page, "#source", endless);
    await page.waitForSelector('[aria-label="x"]');
    await page.click("#run");
    await page.waitForSelector("#stop:not(:disabled)");
    await page.click("#stop");
    await page.waitForSelector("#run:not(:disabled)");
    await type(page, "#source", source);
    await page.waitForSelector('[aria-label="name"]');
    expect(await run(page)).toBe("Result of Interpreter.");
  });
});

// Last: it ends the server.
test("works offline after the first load", async () => {
  const { page, errors } = await built.open();
  await verdict(page);
  // The worker has stored all files before it is ready.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await built.stopServing();
  await page.reload();
  expect(await verdict(page)).toBe("Result of Interpreter.");
  const next = await runBy(page, () => page.selectOption("#showcase", "sales-report"));
  expect(next).toBe("Result of Interpreter.");
  expect(errors).toEqual([]);
});
