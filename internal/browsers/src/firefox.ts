import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startBrowserProcess } from "./browser-process.ts";
import { connectMarionette } from "./marionette.ts";
import { type BrowserSession, createSession, type WebDriverCommand } from "./session.ts";

/** Keep Firefox from calling home, and let it choose its port. */
const preferences = {
  "app.normandy.enabled": false,
  "app.update.auto": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.update.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "marionette.port": 0,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.enabled": false,
};

const commands: Record<WebDriverCommand, string> = {
  "Execute Async Script": "WebDriver:ExecuteAsyncScript",
  "Navigate To": "WebDriver:Navigate",
  "Set Timeouts": "WebDriver:SetTimeouts",
};

/** Starts Firefox without a window, and drives it by Marionette, which geckodriver speaks too. */
export async function startFirefox(command: string): Promise<BrowserSession> {
  const browser = await startBrowserProcess(command, async (home) => {
    const lines = Object.entries(preferences).map(
      ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`,
    );
    await writeFile(join(home, "user.js"), lines.join(""));
    return ["--headless", "--no-remote", "--marionette", "--profile", home, "about:blank"];
  });
  try {
    const port = await Promise.race([readPort(browser.home), browser.failed]);
    const connection = await connectMarionette(port);
    await connection.send("WebDriver:NewSession", {});
    return await createSession(
      async (name, parameters) => {
        const result = await connection.send(commands[name], parameters);
        return (result as { readonly value?: unknown }).value;
      },
      async () => {
        connection.close();
        await browser[Symbol.asyncDispose]();
      },
    );
  } catch (error) {
    await browser[Symbol.asyncDispose]();
    throw error;
  }
}

/** Reads the port from the file that Firefox writes to its profile once it listens. */
async function readPort(profile: string): Promise<number> {
  for (;;) {
    const text = await readFile(join(profile, "MarionetteActivePort"), "utf8").catch(() => "");
    if (text !== "") return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
