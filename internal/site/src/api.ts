import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Application, type DeclarationReflection } from "typedoc";
import { pagesFolder, root } from "./repository.ts";

/** An entry point of a package: the name that is imported, and its source file. */
interface EntryPoint {
  /** `@lutra/bin/render` */
  readonly specifier: string;
  /** `packages/bin/src/render.ts` */
  readonly file: string;
}

/** Writes the reference of all entry points of all packages, from their docblocks, as Markdown. */
export async function writeApi(): Promise<void> {
  const entryPoints = entryPointsOf();
  const application = await Application.bootstrapWithPlugins({
    entryPoints: entryPoints.map(({ file }) => join(root, file)),
    tsconfig: join(root, "tsconfig.json"),
    plugin: ["typedoc-plugin-markdown"],
    out: join(pagesFolder, "api"),
    basePath: root,
    readme: "none",
    name: "API",
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true,
    skipErrorChecking: true,
    logLevel: "Error",
    router: "module",
    entryFileName: "index",
    useHTMLAnchors: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    sanitizeComments: true,
  } as Record<string, unknown>);
  const project = await application.convert();
  if (project === undefined) throw new Error("typedoc could not read the packages");
  for (const module of project.children ?? []) rename(module, entryPoints);
  await application.generateOutputs(project);
  if (application.logger.hasErrors()) throw new Error("typedoc reported errors");
}

/** Calls a module what one imports, not what its file is called. */
function rename(module: DeclarationReflection, entryPoints: readonly EntryPoint[]): void {
  const entry = entryPoints.find(({ file }) => file.replace(/(\/index)?\.ts$/, "") === module.name);
  if (entry === undefined)
    throw new Error(`typedoc found a module ${module.name}, which no package exports`);
  module.name = entry.specifier;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly "@lutra/source"?: string }>>;
}

function entryPointsOf(): EntryPoint[] {
  return readdirSync(join(root, "packages")).flatMap((folder) => {
    const text = readFileSync(join(root, "packages", folder, "package.json"), "utf8");
    const { name, exports } = JSON.parse(text) as Manifest;
    return Object.entries(exports).flatMap(([path, target]) => {
      const source = typeof target === "object" ? target["@lutra/source"] : undefined;
      if (source === undefined) return [];
      return [{ specifier: join(name, path), file: join("packages", folder, source) }];
    });
  });
}
