import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { preview, type PreviewServer } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const vite = join(root, "node_modules/vite/bin/vite.js");
const wasm = new URL("../../../../packages/compiler/wasm/lutra-compiler.wasm", import.meta.url);

/** True if the page is built with the compiler. */
export const hasCompiler: boolean = existsSync(wasm);

/** The built page, served, and a browser for it. */
export interface BuiltPlayground extends AsyncDisposable {
  /** Folder of the build. */
  readonly folder: string;
  readonly url: string;
  /** Ends the server, so that the page is offline. */
  stopServing(): Promise<void>;
  /** Opens the page in Chromium; `errors` collects what goes wrong in it. */
  open(options?: BrowserContextOptions): Promise<{ page: Page; errors: string[] }>;
}

/** Builds the page, and serves it as any host of files would. Chromium starts with the first page that is opened in it. */
export async function buildPlayground(): Promise<BuiltPlayground> {
  const folder = await mkdtemp(join(tmpdir(), "playground-"));
  // In a process of its own: in one that runs tests, Vite does not build for production.
  const args = [vite, "build", "--logLevel", "error", "--outDir", folder, "--emptyOutDir"];
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)(process.execPath, args, { cwd: root, env });
  const server: PreviewServer = await preview({
    root,
    logLevel: "silent",
    build: { outDir: folder },
    preview: { port: 0, host: "127.0.0.1" },
  });
  let browser: Promise<Browser> | undefined;
  const url = server.resolvedUrls!.local[0]!;
  const stopServing = async (): Promise<void> => {
    if ("closeAllConnections" in server.httpServer) server.httpServer.closeAllConnections();
    await server.close();
  };
  return {
    folder,
    url,
    stopServing,
    open: async (options) => {
      browser ??= chromium.launch({
        executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
      const context = await (await browser).newContext(options);
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      await page.goto(url);
      return { page, errors };
    },
    [Symbol.asyncDispose]: async () => {
      await (await browser)?.close();
      await stopServing().catch(() => {});
      await rm(folder, { recursive: true });
    },
  };
}
