import { basename } from "node:path";
import { rangeOf } from "../version.ts";

/**
 * Returns the files of a new project, by name: a query, an input for it, and a program in TypeScript that calls it.
 *
 * @param folder absolute path of the project, whose last part names its package
 */
export function starterFiles(folder: string): Readonly<Record<string, string>> {
  return {
    "package.json": json(manifest(packageName(folder))),
    "tsconfig.json": json(tsconfig),
    ".gitignore": "node_modules/\n",
    "lutra/module.lt": query,
    "input.json": json([movies, 2000, 2]),
    "src/main.ts": main,
  };
}

const movies = [
  { title: "Harbour", year: 1999, rating: 9 },
  { title: "Ether", year: 2019, rating: 8.75 },
  { title: "Under the Ice", year: 2011, rating: 6.5 },
];

const query = `type Movie: {title: Text, year: Int32, rating: Float64}

## The best movies since a year, the best first.
func best(movies: [Movie], since: Int32, count: Int64): [Movie] -> (
  movies
  | filter(m -> m.year >= since)
  | sort(m -> -m.rating)
  | slice(0, count)
)
`;

const main = `import { readFile } from "node:fs/promises";
import { AsyncRunner } from "@lutra/runner-async";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { type Movie, MoviesClient } from "./movies.lutra.ts"; // npm run generate

const input = await readFile(new URL("../input.json", import.meta.url), "utf8");
const [movies, since, count] = JSON.parse(input) as [Movie[], number, number];

await using lutra = new MoviesClient(new AsyncRunner(new InterpreterRunner()));
const best = await lutra.best(movies, since, BigInt(count));
for (const { title, rating } of best) console.log(title, rating);
`;

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023", "ESNext.Disposable", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
    types: ["node"],
    module: "NodeNext",
    moduleDetection: "force",
    strict: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["src"],
};

function manifest(name: string): object {
  return {
    name,
    version: "0.0.0",
    private: true,
    type: "module",
    scripts: {
      check: "lutra-runner check lutra",
      query: "lutra-runner run lutra --program best --input input.json",
      generate: "lutra-codegen --project lutra --out src/movies.lutra.ts",
      typecheck: "tsc",
      start: "npm run generate && tsx src/main.ts",
    },
    dependencies: ranges("bin", "runner-async", "runner-core", "runner-interpreter"),
    devDependencies: {
      ...ranges("codegen", "compiler", "runner-cli"),
      "@types/node": "^20.19.0",
      tsx: "^4.20.0",
      typescript: "^6.0.0",
    },
  };
}

function ranges(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [`@lutra/${name}`, rangeOf(`@lutra/${name}`)]));
}

/** Returns a name that npm takes, from the name of a folder. */
function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 100);
  return name === "" || name === "node-modules" ? "lutra-project" : name;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
