import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { startChromium } from "./chromium.ts";
import { startFirefox } from "./firefox.ts";
import type { BrowserSession } from "./session.ts";
import { startWebKit } from "./webkit.ts";

/** Names of the three browser engines. */
export type Engine = "chromium" | "firefox" | "webkit";

/** Options of {@link startBrowser}. */
export interface BrowserOptions {
  /**
   * Gives WebKitGTK the `SharedArrayBuffer` that it lacks and Safari has on isolated pages. The other engines have it
   * there anyway.
   */
  readonly sharedMemory?: boolean;
}

interface EngineParts {
  /** Returns the path of the browser, if it is installed with all that drives it. */
  readonly find: () => string | undefined;
  readonly start: (path: string, options: BrowserOptions) => Promise<BrowserSession>;
  /** Debian's packages that bring it. */
  readonly packages: string;
}

const parts: Record<Engine, EngineParts> = {
  chromium: {
    find: () => process.env["CHROMIUM"] ?? findCommand("chromium"),
    start: startChromium,
    packages: "chromium",
  },
  firefox: {
    find: () => process.env["FIREFOX"] ?? findCommand("firefox-esr") ?? findCommand("firefox"),
    start: startFirefox,
    packages: "firefox-esr",
  },
  webkit: { find: findWebKit, start: startWebKit, packages: "webkit2gtk-driver, xvfb and xauth" },
};

/** Names of all engines. */
export const engines: readonly Engine[] = ["chromium", "firefox", "webkit"];

/** Returns what to install so that an engine can start; `undefined` if it can. */
export function missingEngine(engine: Engine): string | undefined {
  const { find, packages } = parts[engine];
  if (find() !== undefined) return undefined;
  return `${engine} is not installed; install from Debian: ${packages}`;
}

/**
 * Starts a browser with one empty window. The caller disposes of it.
 *
 * @throws Error if it is not installed, with what to install
 */
export async function startBrowser(
  engine: Engine,
  options: BrowserOptions = {},
): Promise<BrowserSession> {
  const path = parts[engine].find();
  if (path === undefined) throw new Error(missingEngine(engine));
  return parts[engine].start(path, options);
}

/**
 * Finds WebKit's browser. Debian keeps this browser in the folder of its library, which is named after processor and
 * version.
 */
function findWebKit(): string | undefined {
  if (!findCommand("WebKitWebDriver") || !findCommand("xvfb-run") || !findCommand("xauth"))
    return undefined;
  const machines = readdirSync("/usr/lib").filter((name) => name.endsWith("-linux-gnu"));
  const versions = ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"];
  return machines
    .flatMap((machine) => versions.map((name) => `/usr/lib/${machine}/${name}/MiniBrowser`))
    .find((path) => existsSync(path));
}

function findCommand(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
