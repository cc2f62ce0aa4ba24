import { chromium } from "playwright";
import type { BrowserSession } from "./session.ts";

/** Starts Chromium without a window. */
export async function startChromium(executablePath: string): Promise<BrowserSession> {
  const browser = await chromium.launch({
    executablePath,
    // Root, as in a container, has no sandbox; the rest keeps Chromium from calling home.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const page = await browser.newPage();
  return {
    open: async (url) => {
      await page.goto(url, { timeout: 0 });
    },
    evaluate: (body, ...args) =>
      page.evaluate(`(async (args) => { ${body} })(${JSON.stringify(args)})`),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
