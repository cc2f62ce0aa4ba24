import { readdirSync } from "node:fs";
import { root } from "./repository.ts";

/** A page of the site that is a Markdown file of the repository. */
export interface SourcePage {
  /** Path in the repository: `docs/http.md`. */
  readonly source: string;
  /** Path in the site, without an ending: `guide/http`. */
  readonly route: string;
}

/** A group of the sidebar. */
export interface PageGroup {
  readonly title: string;
  readonly pages: readonly SourcePage[];
}

function guide(name: string): SourcePage {
  return { source: `docs/${name}.md`, route: `guide/${name}` };
}

function readme(name: string): SourcePage {
  return { source: `packages/${name}/README.md`, route: `packages/${name}` };
}

function spec(name: string): SourcePage {
  return { source: `docs/spec/${name}.md`, route: `spec/${name === "README" ? "index" : name}` };
}

const packages = readdirSync(new URL("packages/", `file://${root}`)).toSorted();
const runners = ["runner-interpreter", "runner-postgres", "runner-duckdb"];
const pagesOf = (names: readonly string[]): SourcePage[] => names.map(guide);

/** Pages in the order of the sidebar. A page of `docs` that is in no group fails the build. */
export const groups: readonly PageGroup[] = [
  { title: "Start", pages: pagesOf(["why", "tutorial", "concepts", "codecs", "errors"]) },
  {
    title: "Runners",
    pages: [
      readme("runner-interpreter"),
      spec("interpreter"),
      readme("runner-postgres"),
      guide("postgres"),
      spec("postgres"),
      readme("runner-duckdb"),
      guide("duckdb"),
      spec("duckdb"),
      guide("tables"),
    ],
  },
  {
    title: "Operation",
    pages: [
      ...pagesOf(["http", "exchanges", "deployment", "scaling", "performance"]),
      { source: "SECURITY.md", route: "guide/security" },
    ],
  },
  {
    title: "Packages",
    pages: packages.filter((name) => !runners.includes(name)).map(readme),
  },
  {
    title: "Inside",
    pages: [
      ...pagesOf(["architecture", "protocol", "transports", "values", "browsers"]),
      { source: "CONTRIBUTING.md", route: "guide/contributing" },
      ...["README", "interface", "binary-format", "programs", "sql"].map(spec),
    ],
  },
];

/** All pages. */
export const pages: readonly SourcePage[] = groups.flatMap((group) => group.pages);
