import { fileURLToPath } from "node:url";
import type { PosixClientOptions } from "../src/index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** How to start one of the executables beside the tests, straight from its source. */
export function executable(
  name: string,
): Pick<PosixClientOptions, "command" | "cwd"> & { readonly args: readonly string[] } {
  const file = fileURLToPath(new URL(`./executables/${name}`, import.meta.url));
  const loader = name.endsWith(".ts")
    ? ["--conditions=@lutra/source", "--import", import.meta.resolve("tsx")]
    : [];
  return { command: process.execPath, args: [...loader, file], cwd: root };
}

/** Whether a process of this id is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for something that another process does. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited 10 s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
