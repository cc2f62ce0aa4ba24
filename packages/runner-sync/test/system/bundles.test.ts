// Bundlers find the worker's module by the form in which the README creates the worker: what they build is executed.
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type BrowserSession,
  engines,
  missingEngine,
  startBrowser,
} from "@lutra-internal/browsers";
import { build as buildWithEsbuild } from "esbuild";
import { build as buildWithVite, type Connect, defaultClientConditions, preview } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectedOutcome } from "../browser/expected-outcome.ts";

const sources = fileURLToPath(new URL("../bundled/", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sync-bundles-"));
});

afterAll(() => rm(folder, { recursive: true }));

test("esbuild: an application and its worker, both entry points, run in Node", async () => {
  const outdir = join(folder, "node");
  await buildWithEsbuild({
    entryPoints: ["main.ts", "worker.ts"].map((name) => join(sources, name)),
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@lutra/source"],
    logLevel: "error",
  });
  await writeFile(join(outdir, "package.json"), '{ "type": "module" }');
  expect(execFileSync(process.execPath, [join(outdir, "main.js")], { encoding: "utf8" })).toBe(
    "1,2,3\n",
  );
});

describe("vite: a page, its worker, and the runner's worker", () => {
  const config = { root: sources, configFile: false, logLevel: "error" } as const;
  const isolated = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  };
  const lacksSharedMemory = {
    failed: expect.stringMatching(/UNSUPPORTED: .*this browser lacks/) as unknown,
  };
  let outDir: string;

  beforeAll(async () => {
    outDir = join(folder, "page");
    await buildWithVite({
      ...config,
      base: "./",
      build: { outDir, emptyOutDir: true, target: "es2022" },
      worker: { format: "es" },
      resolve: { conditions: ["@lutra/source", ...defaultClientConditions] },
    });
  });

  test("are four scripts", async () => {
    const names = await readdir(join(outDir, "assets"));
    expect(names.filter((name) => name.endsWith(".js")).length).toBeGreaterThanOrEqual(4);
  });

  /** Opens the page with these headers and returns its report. */
  async function reportOf(
    browser: BrowserSession,
    headers: Record<string, string>,
  ): Promise<unknown> {
    // `preview.headers` leaves 304 out, by which WebKit judges a worker that it loads once more.
    const send: Connect.NextHandleFunction = (_, response, next) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      next();
    };
    const server = await preview({
      ...config,
      build: { outDir },
      preview: { host: "127.0.0.1", port: 0 },
      plugins: [
        {
          name: "headers",
          configurePreviewServer: ({ middlewares }) => void middlewares.use(send),
        },
      ],
    });
    await browser.open(server.resolvedUrls?.local[0] ?? "");
    const text = await browser.evaluate(`
      while (document.body.textContent.trim() === "")
        await new Promise((resolve) => setTimeout(resolve, 20));
      return document.body.textContent;`);
    await server.close();
    return JSON.parse(String(text)) as unknown;
  }

  describe.each(engines)("in %s", (engine) => {
    const missing = missingEngine(engine);
    if (missing !== undefined) console.log(`SKIPPED vite's page in ${engine}: ${missing}`);

    test.skipIf(missing !== undefined)("run on an isolated page", async () => {
      await using browser = await startBrowser(engine, { sharedMemory: true });
      expect(await reportOf(browser, isolated)).toEqual(expectedOutcome);
    });

    // The worker's error says what the page lacks.
    test.skipIf(missing !== undefined)("say what is missing elsewhere", async () => {
      await using browser = await startBrowser(engine);
      expect(await reportOf(browser, {})).toEqual({
        failed: expect.stringMatching(/UNSUPPORTED: .*Cross-Origin-Opener-Policy/) as unknown,
      });
    });
  });

  // It has shared memory on no page.
  test.skipIf(missingEngine("webkit") !== undefined)(
    "in WebKitGTK as it is shipped, say that the browser lacks shared memory",
    async () => {
      await using browser = await startBrowser("webkit");
      expect(await reportOf(browser, isolated)).toEqual(lacksSharedMemory);
    },
  );
});
