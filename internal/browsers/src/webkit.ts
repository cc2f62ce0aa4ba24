import { once } from "node:events";
import { createServer } from "node:net";
import { startBrowserProcess } from "./browser-process.ts";
import { type BrowserSession, createSession, type WebDriverCommand } from "./session.ts";

const paths: Record<WebDriverCommand, string> = {
  "Execute Async Script": "execute/async",
  "Navigate To": "url",
  "Set Timeouts": "timeouts",
};

/** Starts WebKitGTK's small browser on a virtual screen, driven by its WebDriver server. */
export async function startWebKit(
  browserPath: string,
  options: { readonly sharedMemory?: boolean },
): Promise<BrowserSession> {
  const port = await freePort();
  const driver = ["WebKitWebDriver", `--port=${port}`, "--host=127.0.0.1"];
  const browser = await startBrowserProcess("xvfb-run", () => ["-a", ...driver], {
    JSC_useSharedArrayBuffer: options.sharedMemory === true ? "1" : "0",
  });
  const server = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([untilReady(server), browser.failed]);
    const browserOptions = { binary: browserPath, args: ["--automation"] };
    const { sessionId } = (await post(`${server}/session`, {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": browserOptions } },
    })) as { readonly sessionId: string };
    const session = `${server}/session/${sessionId}`;
    return await createSession(
      (name, parameters) => post(`${session}/${paths[name]}`, parameters),
      async () => {
        await fetch(session, { method: "DELETE" }).catch(() => {});
        await browser[Symbol.asyncDispose]();
      },
    );
  } catch (error) {
    await browser[Symbol.asyncDispose]();
    throw error;
  }
}

async function post(url: string, parameters: object = {}): Promise<unknown> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(parameters) });
  const { value } = (await response.json()) as { readonly value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { readonly error: string; readonly message: string };
  throw new Error(`${error}: ${message}`);
}

/** Waits until the driver listens. */
async function untilReady(server: string): Promise<void> {
  while (!(await fetch(`${server}/status`).catch(() => undefined))?.ok)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Finds a port that no server listens on, for now: the driver would take one, but not say which. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
