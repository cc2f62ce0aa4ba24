import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A command's end: whether it exited with 0, and everything it printed. */
export interface CommandResult {
  readonly passed: boolean;
  readonly output: string;
}

/** A folder outside the workspace, in which nothing of it can be found by accident. */
export interface Scratch extends Disposable {
  readonly folder: string;
  /** Writes a file; objects other than bytes become JSON. */
  write(path: string, content: string | Uint8Array | object): void;
  /** Installs a package that another one has installed already, without asking a registry. */
  link(name: string, from: string): void;
  /** Runs a command in the folder. */
  run(command: string, args: readonly string[]): CommandResult;
}

/** Makes a {@link Scratch} in the system's folder for temporary files; disposing of it removes the folder. */
export function createScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), "lutra-consumer-"));
  return {
    folder,
    write: (path, content) => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      const isRaw = typeof content === "string" || content instanceof Uint8Array;
      writeFileSync(file, isRaw ? content : JSON.stringify(content, null, 2));
    },
    link: (name, from) => {
      const target = join(folder, "node_modules", name);
      mkdirSync(dirname(target), { recursive: true });
      symlinkSync(realpathSync(join(from, "node_modules", name)), target, "junction");
    },
    run: (command, args) => {
      const { status, stdout, stderr, error } = spawnSync(command, args, {
        cwd: folder,
        encoding: "utf8",
        // On Windows, npm is a .cmd file, which needs a shell.
        shell: process.platform === "win32" && command !== process.execPath,
      });
      return {
        passed: status === 0,
        output: `${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`.trim(),
      };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
