import { execFile, fork } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { root, workspacePackages, type WorkspacePackage } from "@lutra-internal/checks/workspace";
import type { Document } from "./documents.ts";
import type { Example } from "./extract.ts";
import type { ExampleModule, ModuleReport } from "./run-in-order.ts";

/**
 * Longest time that a process may take, all examples together, in milliseconds. Code for newcomers ends by itself, and
 * soon.
 */
const timeoutMs = 300_000;

/** Exit of a process; `output` is everything it printed, with the documentation's places for file names. */
export interface ProcessResult {
  readonly passed: boolean;
  readonly output: string;
}

/** Outcome of examples that ran in one process. */
export interface RunResult extends ProcessResult {
  /** Reasons of examples that failed; the others passed. */
  readonly failures: ReadonlyMap<Example, string>;
}

/**
 * A folder outside the workspace in which examples are installed. They can import every `@lutra` package, what the
 * package that they document declares as a peer, and nothing else.
 */
export interface Sandbox {
  /** Type-checks all examples. */
  typeCheck(): Promise<ProcessResult>;
  /** Runs examples of this sandbox one after the other, in one process, which must end by itself. */
  run(examples: readonly Example[]): Promise<RunResult>;
  /** Removes the folder. */
  remove(): void;
}

/** Writes the examples of all documents to a fresh folder, those of one document beside each other. */
export function createSandbox(documents: readonly Document[]): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), "lutra-examples-"));
  const packages = workspacePackages();
  const fileOf = new Map<Example, string>();
  // The project's own pages speak to somebody in a checkout.
  const cwdOf = new Map<Example, string>();
  for (const [i, { examples, owner }] of documents.entries()) {
    const home = `document-${i}`;
    for (const example of examples) {
      const file = `${home}/${example.place.replaceAll(/\W+/g, "-")}.ts`;
      fileOf.set(example, file);
      cwdOf.set(example, owner ? folder : root);
      write(join(folder, file), example.code);
    }
    for (const each of packages) link(each.folder, join(folder, home), each.manifest.name);
    if (owner) linkPeers(owner, join(folder, home));
  }
  write(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  write(join(folder, "tsconfig.json"), JSON.stringify(typeScriptConfig([...fileOf.values()])));

  const named = (output: string): string => {
    let text = output.replaceAll(`file://${folder}/`, "").replaceAll(`${folder}/`, "");
    for (const [{ place }, file] of fileOf)
      text = text.replaceAll(file, place.replace(/:\d+$/, ""));
    return text.trim();
  };
  return {
    typeCheck: async () => {
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const { passed, output } = await executeNode([tsc, "-p", "."], folder);
      return { passed, output: named(output) };
    },
    run: async (examples) => {
      const modules = examples.map((example) => ({
        url: pathToFileURL(join(folder, fileOf.get(example) ?? "")).href,
        cwd: cwdOf.get(example) ?? folder,
      }));
      const { passed, output, reports } = await runInOrder(modules);
      const failures = new Map<Example, string>();
      for (const [i, example] of examples.entries()) {
        const report = reports[i] ?? { error: i === reports.length ? output : "not run" };
        if (report.error !== undefined) failures.set(example, named(report.error));
      }
      return { passed: passed && failures.size === 0, output: named(output), failures };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function typeScriptConfig(files: readonly string[]): object {
  return {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: {
      // Examples are read, not published: they need no declarations.
      isolatedDeclarations: false,
      declaration: false,
      declarationMap: false,
      typeRoots: [join(root, "node_modules/@types")],
    },
    files,
  };
}

/** Installs the peers of a package, and the types of those that ship none. Packages of the workspace are there already. */
function linkPeers({ folder, manifest }: WorkspacePackage, home: string): void {
  const peers = Object.keys(manifest.peerDependencies ?? {});
  for (const peer of peers.filter((name) => !name.startsWith("@lutra/"))) {
    for (const name of [peer, `@types/${peer}`]) {
      const installed = join(folder, "node_modules", name);
      if (existsSync(installed)) link(installed, home, name);
    }
  }
}

/** Makes a package importable from a folder. */
function link(target: string, folder: string, name: string): void {
  const path = join(folder, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  // Windows lets everyone make junctions, but not symbolic links.
  symlinkSync(target, path, "junction");
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function executeNode(args: readonly string[], cwd: string): Promise<ProcessResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, timeout: timeoutMs }, (error, stdout, stderr) => {
      resolve({ passed: error === null, output: stdout + stderr + lateness(error?.killed) });
    });
  });
}

/** Runs modules in a process of their own; one that ends early leaves fewer reports than there are modules. */
function runInOrder(
  modules: readonly ExampleModule[],
): Promise<ProcessResult & { readonly reports: readonly ModuleReport[] }> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL("./run-in-order.ts", import.meta.url)), {
      execArgv: [
        "--conditions=@lutra/source",
        `--import=${pathToFileURL(join(root, "scripts/load-typescript.mjs")).href}`,
      ],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      timeout: timeoutMs,
    });
    const reports: ModuleReport[] = [];
    let output = "";
    const keep = (text: string): void => {
      output += text;
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);
    child.on("message", (report: ModuleReport) => reports.push(report));
    child.on("close", (code) => {
      resolve({ passed: code === 0, output: output + lateness(child.killed), reports });
    });
    child.send(modules);
  });
}

const lateness = (killed: boolean | undefined): string =>
  killed === true ? `\nstopped after ${timeoutMs} ms: it must end by itself` : "";
