// Bundlers find the worker's module by the form in which the README creates the worker: what they build is executed.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as buildWithEsbuild } from "esbuild";
import { chromium } from "playwright";
import { build as buildWithVite, defaultClientConditions, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectedOutcome } from "../browser/expected-outcome.ts";

const sources = fileURLToPath(new URL("../bundled/", import.meta.url));
const chromiumPath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
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

test("vite: a page, its worker, and the runner's worker run in Chromium", async ({ skip }) => {
  if (!existsSync(chromiumPath)) {
    console.log("SKIPPED vite in Chromium: no Chromium; install Debian's package chromium");
    skip();
  }
  const outDir = join(folder, "page");
  const config = { root: sources, configFile: false, logLevel: "error" } as const;
  await buildWithVite({
    ...config,
    base: "./",
    build: { outDir, emptyOutDir: true },
    worker: { format: "es" },
    resolve: { conditions: ["@lutra/source", ...defaultClientConditions] },
  });
  // The page's script and three workers, each in a file of its own.
  const scripts = (await readdir(join(outDir, "assets"))).filter((name) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThanOrEqual(4);

  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  /** Opens the page with these headers and returns its report. */
  const open = async (headers: Record<string, string>): Promise<unknown> => {
    const server = await preview({
      ...config,
      build: { outDir },
      preview: { host: "127.0.0.1", port: 0, headers },
    });
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls?.local[0] ?? "");
    await page.waitForFunction(() => document.body.textContent.trim() !== "");
    const text = await page.innerText("body");
    await page.close();
    await server.close();
    return JSON.parse(text) as unknown;
  };
  try {
    const isolated = {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    };
    expect(await open(isolated)).toEqual(expectedOutcome);
    // The worker's error, UNSUPPORTED, says what the page lacks.
    expect(await open({})).toEqual({
      failed: expect.stringMatching(/UNSUPPORTED: .*Cross-Origin-Opener-Policy/) as unknown,
    });
  } finally {
    await browser.close();
  }
});
