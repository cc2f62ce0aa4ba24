import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, workspacePackages, type WorkspacePackage } from "@lutra-internal/checks/workspace";
import type { Document } from "./documents.ts";
import type { Example } from "./extract.ts";

/** How long one process may take. Code for newcomers ends by itself, and soon. */
const timeoutMs = 60_000;

/** How a process ended; `output` is everything it printed, with the documentation's places for file names. */
export interface ExampleResult {
  readonly passed: boolean;
  readonly output: string;
}

/**
 * A folder outside the workspace in which examples are installed. They can import every `@lutra` package, what the
 * package that they document declares as a peer, and nothing else.
 */
export interface Sandbox {
  /** Type-checks all examples. */
  typeCheck(): Promise<ExampleResult>;
  /** Runs examples of this sandbox one after the other, in one process of their own. */
  run(examples: readonly Example[]): Promise<ExampleResult>;
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

  const execute = async (args: readonly string[], cwd: string): Promise<ExampleResult> => {
    const result = await executeNode(args, cwd);
    let output = result.output.replaceAll(`file://${folder}/`, "").replaceAll(`${folder}/`, "");
    for (const [{ place }, file] of fileOf)
      output = output.replaceAll(file, place.replace(/:\d+$/, ""));
    return { passed: result.passed, output: output.trim() };
  };
  return {
    typeCheck: () => execute([join(root, "node_modules/typescript/bin/tsc"), "-p", "."], folder),
    run: (examples) => {
      const urls = examples.map((example) =>
        pathToFileURL(join(folder, fileOf.get(example) ?? "")),
      );
      const imports = urls.map((url) => `await import(${JSON.stringify(url.href)});`);
      const flags = ["--conditions=@lutra/source", `--import=${import.meta.resolve("tsx")}`];
      const cwd = examples.map((example) => cwdOf.get(example)).at(0) ?? folder;
      return execute([...flags, "--input-type=module", "--eval", imports.join("\n")], cwd);
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

/** Installs the peers of a package, and the types of those that ship none. */
function linkPeers({ folder, manifest }: WorkspacePackage, home: string): void {
  for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
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

function executeNode(args: readonly string[], cwd: string): Promise<ExampleResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, timeout: timeoutMs }, (error, stdout, stderr) => {
      const late =
        error?.killed === true ? `\nstopped after ${timeoutMs} ms: it must end by itself` : "";
      resolve({ passed: error === null, output: `${stdout}${stderr}${late}` });
    });
  });
}
