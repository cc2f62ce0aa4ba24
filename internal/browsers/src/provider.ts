import { defineBrowserProvider } from "@vitest/browser";
import type { BrowserProvider, BrowserProviderOption } from "vitest/node";
import { type Engine, engines, startBrowser } from "./engines.ts";
import type { BrowserSession } from "./session.ts";

/**
 * Returns a provider for vitest's browser mode, for instances that are named after engines. It opens the page of the
 * tests and no more: tests that click or type need another provider.
 */
export function engineProvider(): BrowserProviderOption {
  return defineBrowserProvider({
    name: "engines",
    supportedBrowser: engines,
    providerFactory: (project) => new EngineProvider(project.config.browser.name as Engine),
  });
}

class EngineProvider implements BrowserProvider {
  readonly name = "engines";
  readonly supportsParallelism = false;
  readonly #engine: Engine;
  readonly #browsers: Promise<BrowserSession>[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  getCommandsContext(): Record<string, unknown> {
    return {};
  }

  async openPage(_: string, url: string): Promise<void> {
    const starting = startBrowser(this.#engine, { sharedMemory: true });
    this.#browsers.push(starting);
    await (await starting).open(url);
  }

  async close(): Promise<void> {
    const browsers = await Promise.allSettled(this.#browsers.splice(0));
    for (const browser of browsers)
      if (browser.status === "fulfilled") await browser.value[Symbol.asyncDispose]();
  }
}
