import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { main } from "../../src/node.ts";

/** Folder with the programs of the examples. */
export const examples: string = fileURLToPath(
  new URL("../../../../examples/programs/", import.meta.url),
);

/** Output of the command. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that may not have ended yet. */
export interface RunningCommand {
  /** Output so far. */
  readonly output: { readonly stdout: string; readonly stderr: string };
  readonly code: Promise<number>;
  readonly end: () => void;
}

const hideCompiler = `import { register } from "node:module";
register("data:text/javascript," + encodeURIComponent(\`export const resolve = (specifier, context, next) => {
  if (specifier.startsWith("@lutra/compiler")) throw new Error("Cannot find package " + specifier);
  return next(specifier, context);
};\`));
`;

/** A folder for one test. */
export class ProjectFolder implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), "lutra-codegen-"));

  /** Returns the path of a file. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file. */
  write(name: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  /** Reads a file; `undefined` if it is not there. */
  read(name: string): string | undefined {
    return existsSync(this.path(name)) ? readFileSync(this.path(name), "utf8") : undefined;
  }

  /** Copies a program of the examples. */
  copy(program: string, to: string = `programs/${program}`): void {
    cpSync(join(examples, program), this.path(to), { recursive: true });
  }

  /** Removes a file or a folder. */
  remove(name: string): void {
    rmSync(this.path(name), { recursive: true });
  }

  /** Runs the command. */
  async run(...args: readonly string[]): Promise<CommandResult> {
    const { output, code } = this.start(...args);
    return { code: await code, ...output };
  }

  /** Starts the command; `end` ends one that watches. */
  start(...args: readonly string[]): RunningCommand {
    const output = { stdout: "", stderr: "" };
    const controller = new AbortController();
    const code = main(args, {
      stdout: (text) => (output.stdout += text),
      stderr: (text) => (output.stderr += text),
      cwd: this.folder,
      version: "1.2.3",
      signal: controller.signal,
    });
    return { output, code, end: () => controller.abort() };
  }

  /** Runs the command in a process of its own, in which it may start threads. */
  spawn(...args: readonly string[]): CommandResult {
    return this.#spawn([], args);
  }

  /** Runs the command as where neither `@lutra/compiler` nor a command `lutra` is installed. */
  spawnWithoutCompiler(...args: readonly string[]): CommandResult {
    this.write("hide-compiler.mjs", hideCompiler);
    return this.#spawn(["--import", pathToFileURL(this.path("hide-compiler.mjs")).href], args, {
      PATH: "",
      LUTRA: "",
    });
  }

  #spawn(
    options: readonly string[],
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): CommandResult {
    const command = fileURLToPath(new URL("../../src/node/main.ts", import.meta.url));
    const loader = new URL("../../../../scripts/load-typescript.mjs", import.meta.url).href;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--conditions=@lutra/source", "--import", loader, ...options, command, ...args],
      { cwd: this.folder, encoding: "utf8", env: { ...process.env, ...env } },
    );
    return { code: status ?? -1, stdout, stderr };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
