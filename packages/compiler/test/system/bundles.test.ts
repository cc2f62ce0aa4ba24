// Bundlers find the worker and the WebAssembly by the forms of the README, and what they build compiles in browsers.
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { engines, missingEngine, startBrowser } from "@lutra-internal/browsers";
import { startCompiler } from "@lutra-internal/testing/compiler";
import { isCompilerBuilt } from "@lutra/compiler/node";
import { build as buildWithEsbuild } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { webpack } from "webpack";
import { source } from "../bundled/compile.ts";

const sources = fileURLToPath(new URL("../bundled/", import.meta.url));
const wasm = fileURLToPath(new URL("../../wasm/lutra-compiler.wasm", import.meta.url));

/** A page that may run no code but its own files, and WebAssembly. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
};

const bundlers: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  webpack: async (folder) => {
    const compiler = webpack({
      mode: "production",
      target: "web",
      entry: join(sources, "page.ts"),
      output: { path: folder, filename: "page.js" },
      resolve: { conditionNames: ["@lutra/source", "..."] },
      module: { rules: [{ test: /\.ts$/, use: join(sources, "erase-types.cjs") }] },
    });
    const stats = await promisify(compiler.run.bind(compiler))();
    await promisify(compiler.close.bind(compiler))();
    if (stats?.hasErrors()) throw new Error(stats.toString("errors-only"));
  },
  esbuild: async (folder) => {
    await buildWithEsbuild({
      entryPoints: { page: "page-esbuild.ts", "compiler.worker": "compiler.worker.ts" },
      absWorkingDir: sources,
      outdir: folder,
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      conditions: ["@lutra/source"],
      logLevel: "error",
    });
    await copyFile(wasm, join(folder, "lutra-compiler.wasm"));
  },
};

describe.skipIf(!isCompilerBuilt())("the compiler in a page (npm run build:compiler)", () => {
  let expected: readonly number[];
  let root: string;
  let server: Server;

  beforeAll(async () => {
    await using compiler = startCompiler();
    const { program } = await (await compiler.check(source)).compile("triple", "bytecodeLt");
    expected = [...program.bytes];
    root = await mkdtemp(join(tmpdir(), "compiler-bundles-"));
    server = createServer((request, response) => void serve(request.url ?? "/", response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterAll(async () => {
    server.close();
    await rm(root, { recursive: true });
  });

  async function serve(
    url: string,
    response: { writeHead(status: number, headers?: object): unknown; end(body?: Buffer): unknown },
  ): Promise<void> {
    try {
      const body = await readFile(join(root, url));
      const type = mediaTypes[extname(url)] ?? "application/octet-stream";
      response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": policy });
      response.end(body);
    } catch {
      response.writeHead(404);
      response.end();
    }
  }

  describe.each(Object.keys(bundlers))("built by %s", (bundler) => {
    beforeAll(async () => {
      const folder = join(root, bundler);
      await mkdir(folder);
      await bundlers[bundler]?.(folder);
      const page = '<!doctype html><script type="module" src="./page.js"></script>';
      await writeFile(join(folder, "index.html"), page);
    });

    test("has its WebAssembly once, in a file of its own", async () => {
      const names = await readdir(join(root, bundler));
      expect(names.filter((name) => name.endsWith(".wasm"))).toHaveLength(1);
    });

    describe.each(engines)("in %s", (engine) => {
      const missing = missingEngine(engine);
      if (missing !== undefined) console.log(`SKIPPED ${bundler}'s page in ${engine}: ${missing}`);

      test.skipIf(missing !== undefined)("compiles under a content security policy", async () => {
        const { port } = server.address() as AddressInfo;
        await using browser = await startBrowser(engine);
        await browser.open(`http://127.0.0.1:${port}/${bundler}/index.html`);
        const text = await browser.evaluate(`
          while (document.body.textContent.trim() === "")
            await new Promise((resolve) => setTimeout(resolve, 20));
          return document.body.textContent;`);
        expect(JSON.parse(String(text))).toEqual({ bytes: expected });
      });
    });
  });
});
