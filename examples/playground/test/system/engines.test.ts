// The page in the browser engines beside Chromium, whose tests are in playground.test.ts.
import { type BrowserSession, missingEngine, startBrowser } from "@lutra-internal/browsers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packLink } from "../../src/link.ts";
import { buildPlayground, type BuiltPlayground, hasCompiler } from "../support/open-playground.ts";

const others = ["firefox", "webkit"] as const;
let built: BuiltPlayground;

beforeAll(async () => {
  if (others.some((engine) => missingEngine(engine) === undefined)) built = await buildPlayground();
}, 300_000);

afterAll(async () => {
  await built?.[Symbol.asyncDispose]();
});

/** Waits until a run has ended, and returns what the page says of it. */
function verdict(browser: BrowserSession): Promise<unknown> {
  return browser.evaluate(`
    for (;;) {
      const text = document.querySelector(".verdict")?.textContent ?? "";
      const isOver = text !== "" && !text.startsWith("Running");
      if (isOver && document.querySelector("#run:not(:disabled)") !== null) return text;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }`);
}

/** Clicks on what a selector finds, and waits for the end of the run that this starts. */
async function runBy(browser: BrowserSession, selector: string): Promise<unknown> {
  await browser.evaluate(
    `document.querySelector(".verdict").textContent = "";
     document.querySelector(args[0]).click();`,
    selector,
  );
  return verdict(browser);
}

describe.each(others)("in %s, the page", (engine) => {
  const missing = missingEngine(engine);
  if (missing !== undefined) console.log(`SKIPPED the playground in ${engine}: ${missing}`);

  test.skipIf(missing !== undefined)(
    "runs a showcase on the interpreter, duckdb-wasm and PGlite",
    async () => {
      await using browser = await startBrowser(engine);
      await browser.open(built.url);
      expect(await verdict(browser)).toBe("Result of Interpreter.");
      expect(await runBy(browser, "#engines input[value=duckdb]")).toBe(
        "Equal results of Interpreter, DuckDB.",
      );
      expect(await runBy(browser, "#engines input[value=postgres]")).toBe(
        "Equal results of Interpreter, PostgreSQL, DuckDB.",
      );
      const row = 'return document.querySelector(".card[data-engine=duckdb] tbody").textContent;';
      expect(await browser.evaluate(row)).toMatch(/Ether/);
    },
    300_000,
  );

  test.skipIf(missing !== undefined || !hasCompiler)(
    "compiles the program of a link",
    async () => {
      const source = "func main(x: Int64, name: Text) -> {twice = x * 2, name}\n";
      const link = await packLink({ source, program: "main", input: '{21, "größe"}' });
      await using browser = await startBrowser(engine);
      await browser.open(built.url + link);
      expect(await verdict(browser)).toBe("Result of Interpreter.");
      const row = 'return document.querySelector(".card tbody").textContent;';
      expect(await browser.evaluate(row)).toMatch(/42.*größe/);
    },
    300_000,
  );
});
