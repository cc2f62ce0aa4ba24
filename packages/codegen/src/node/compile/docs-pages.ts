import { splitParameters } from "../../input/source-docs.ts";
import { isGeneric } from "./is-generic.ts";
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
      const [, name, signature, docs] = head.exec(part) ?? [];
      if (name === undefined || signature === undefined) return [];
      return [
        {
          path: [...modules, name],
          docs: withoutLinks(docs?.trim() ?? "") || undefined,
          parameters: parametersOf(signature),
          isGeneric: isGeneric(signature),
        },
      ];
    });
  });
}

/** Returns the names of parameters; `undefined` for one that is a type only. */
function parametersOf(signature: string): readonly (string | undefined)[] {
  return splitParameters(signature.slice(signature.indexOf("(") + 1)).map((part) => {
    const [, quoted, plain] =
      /^\s*(?:`([^`]*)`|([\p{L}_$][\p{L}\p{N}_$]*))\s*:(?!:)/u.exec(part) ?? [];
    return quoted ?? plain;
  });
}

/** Takes back what `gen-docs` makes of `[name]`: a link to a page. */
function withoutLinks(docs: string): string {
  return docs.replaceAll(/\[`([^`\]]*)`\]\([^()\s]*\.md(?:#[^()\s]*)?\)/g, "[$1]");
}
