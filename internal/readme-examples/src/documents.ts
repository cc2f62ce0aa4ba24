import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { root, workspacePackages, type WorkspacePackage } from "@lutra-internal/checks/workspace";
import { examplesOfMarkdown, examplesOfSource, type Example } from "./extract.ts";
import { namesInScope } from "./implicit-imports.ts";

/** One README, or all docblocks of a package, with their examples. */
export interface Document {
  /** For test names, for example `packages/bin/README.md`. */
  readonly title: string;
  readonly examples: readonly Example[];
  /** The package that is documented; absent for the project's own pages. */
  readonly owner?: WorkspacePackage;
}

/** Returns the READMEs of all packages; each must exist, and show at least one example. */
export function packageReadmes(): Document[] {
  return workspacePackages().map((owner) => readme(owner.folder, owner));
}

/** Returns the project's README and the pages under `docs/`, as far as they have examples. */
export function projectPages(): Document[] {
  const docs = join(root, "docs");
  const pages = existsSync(docs) ? readdirSync(docs).filter((file) => file.endsWith(".md")) : [];
  return [
    readme(root),
    ...pages.map((file) => {
      const title = `docs/${file}`;
      return { title, examples: examplesOfMarkdown(title, readFileSync(join(docs, file), "utf8")) };
    }),
  ].filter(({ examples }) => examples.length > 0);
}

/** Returns the docblocks of every package that has examples in them. */
export function docblocks(): Document[] {
  const packages = workspacePackages();
  return packages
    .map((owner) => {
      const source = join(owner.folder, "src");
      const scope = namesInScope(owner, packages);
      const examples = readdirSync(source, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .toSorted()
        .flatMap((file) => {
          const path = join(source, file);
          return examplesOfSource(fromRoot(path), readFileSync(path, "utf8"), scope);
        });
      return { title: `docblocks of ${owner.manifest.name}`, examples, owner };
    })
    .filter(({ examples }) => examples.length > 0);
}

function readme(folder: string, owner?: WorkspacePackage): Document {
  const path = join(folder, "README.md");
  const title = fromRoot(path);
  const examples = existsSync(path) ? examplesOfMarkdown(title, readFileSync(path, "utf8")) : [];
  return owner ? { title, examples, owner } : { title, examples };
}

function fromRoot(path: string): string {
  return relative(root, path).replaceAll("\\", "/");
}
