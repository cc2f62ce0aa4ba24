import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Problems } from "./run-steps.ts";
import { root } from "./workspace.ts";

/** Maximum number of files that lie loose in one folder. */
const maxLooseFiles = 25;

/** A source file: its path below `src`, with slashes, and its text. */
export interface PlacedFile {
  readonly path: string;
  readonly text: string;
}

/** Checks that the sources of every package, internal package and example have a floor plan: see {@link floorPlanProblems}. */
export function checkFloorPlans(): Problems {
  return ["packages", "internal", "examples"].flatMap((group) =>
    readdirSync(join(root, group)).flatMap((name) => {
      const source = join(root, group, name, "src");
      if (!existsSync(source)) return [];
      const files = readdirSync(source, { recursive: true, encoding: "utf8" })
        .map((path) => path.replaceAll("\\", "/"))
        .filter((path) => path.endsWith(".ts"))
        .map((path) => ({ path, text: readFileSync(join(source, path), "utf8") }));
      return floorPlanProblems(files).map((problem) => `${group}/${name}/src/${problem}`);
    }),
  );
}

/**
 * Returns what is wrong with the floor plan of a package:
 *
 * - entries of one folder (files and folders) that import one another in a circle, imports of types included;
 * - folders with more than 25 loose files;
 * - private members that are not `#names`; only constructors have the keyword.
 */
export function floorPlanProblems(files: readonly PlacedFile[]): Problems {
  const paths = new Set(files.map(({ path }) => path));
  const imports = files.flatMap(({ path, text }) =>
    importedFiles(path, text)
      .filter((target) => paths.has(target))
      .map((target) => [path, target] as const),
  );
  return [
    ...circleProblems(imports),
    ...looseFileProblems(files),
    ...files.flatMap(privateMemberProblems),
  ];
}

/** Imports between two entries of one folder, and a pair of files that shows each. */
type Edges = Map<string, Map<string, string>>;

function circleProblems(imports: readonly (readonly [string, string])[]): Problems {
  const folders = new Map<string, Edges>();
  for (const [from, to] of imports) {
    const [folder, first, second] = whereTheyPart(from, to);
    const edges = entryOf(folders, folder, (): Edges => new Map());
    const targets = entryOf(edges, first, () => new Map<string, string>());
    if (!targets.has(second)) targets.set(second, `${from} imports ${to}`);
  }
  return [...folders].flatMap(([folder, edges]) => {
    const circle = findCircle(edges);
    if (circle === undefined) return [];
    const shown = circle.map((name, i) => edges.get(name)?.get(circle[(i + 1) % circle.length]!));
    return [`${folder === "" ? "" : `${folder}/`}: imports run in a circle: ${shown.join("; ")}`];
  });
}

/** Returns the deepest folder that holds both files, and the entry of it that holds each. */
function whereTheyPart(from: string, to: string): [folder: string, string, string] {
  const left = from.split("/");
  const right = to.split("/");
  let depth = 0;
  while (left[depth] === right[depth]) depth++;
  return [left.slice(0, depth).join("/"), left[depth]!, right[depth]!];
}

/** Returns the entries of one circle, in the order of their imports; `undefined` if there is none. */
function findCircle(edges: Edges): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): string[] | undefined => {
    const start = path.indexOf(name);
    if (start >= 0) return path.slice(start);
    if (done.has(name)) return undefined;
    path.push(name);
    for (const next of edges.get(name)?.keys() ?? []) {
      const circle = visit(next);
      if (circle) return circle;
    }
    path.pop();
    done.add(name);
    return undefined;
  };
  for (const name of edges.keys()) {
    const circle = visit(name);
    if (circle) return circle;
  }
  return undefined;
}

function looseFileProblems(files: readonly PlacedFile[]): Problems {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    const folder = dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > maxLooseFiles)
    .map(([folder, count]) => `${folder}: ${count} loose files; at most ${maxLooseFiles}`);
}

const privateMember = /^ +(?:(?:override|static|readonly|async) )*private (?!constructor\()/;

function privateMemberProblems({ path, text }: PlacedFile): Problems {
  return text
    .split("\n")
    .flatMap((line, index) =>
      privateMember.test(line) ? [`${path}:${index + 1}: use a #name for a private member`] : [],
    );
}

const relativeImport = /(?:\bfrom|\bimport\(?)\s*["'](\.[^"']*)["']/g;

/** Returns the paths below `src` that a module imports, those in docblocks left out. */
function importedFiles(path: string, text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "");
  return [...code.matchAll(relativeImport)].map(([, target]) =>
    posix.join(posix.dirname(path), target!),
  );
}

function entryOf<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = create()));
  return value;
}
