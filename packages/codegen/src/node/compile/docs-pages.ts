import { isGeneric, parametersOf } from "./signature.ts";
import type { SourceFunction } from "./source-compiler.ts";

/** A page that `lutra gen-docs` writes for a module. */
export interface DocsPage {
  /** Path with slashes from the folder of pages: `index.md`, `movies/index.md`. */
  readonly path: string;
  readonly text: string;
}

const kinds = "anno|const|func|module|type";
const section = new RegExp(`^(?=## \`(?:${kinds})\` )`, "m");
const head = /^## `func` (.+)\n\n```lutra\n([^]*?)\n```\n([^]*)$/;

/** Reads the functions of a project from the pages of its documentation. */
export function readDocsPages(pages: readonly DocsPage[]): readonly SourceFunction[] {
  return pages.flatMap(({ path, text }) => {
    const modules = path.split("/").slice(0, -1);
    return text.split(section).flatMap((part): readonly SourceFunction[] => {
      const found = head.exec(part);
      if (found === null) return [];
      const [name, signature, docs] = found.slice(1) as [string, string, string];
      return [
        {
          path: [...modules, name],
          docs: withoutLinks(docs.trim()) || undefined,
          parameters: parametersOf(signature),
          isGeneric: isGeneric(signature),
        },
      ];
    });
  });
}

/** Takes back what `gen-docs` makes of `[name]`: a link to a page. */
function withoutLinks(docs: string): string {
  return docs.replaceAll(/\[`([^`\]]*)`\]\([^()\s]*\.md(?:#[^()\s]*)?\)/g, "[$1]");
}
