import { posix } from "node:path";
import type { SourcePage } from "./page-list.ts";

/**
 * Rewrites the links of a page for the site: to a file or folder that is a page, its route; to any other file of the
 * repository, the text alone, since the site does not have it. Images are of `docs/images`, which the site has as `/images`.
 * Code and addresses are left as they are.
 *
 * @param exists says if a path is in the repository
 * @throws Error for a link to what is not there, or an image of another folder
 */
export function rewriteLinks(
  markdown: string,
  page: SourcePage,
  pages: readonly SourcePage[],
  exists: (path: string) => boolean,
): string {
  const routes = new Map(
    pages.flatMap(({ source, route }) => namesOf(source).map((name) => [name, route])),
  );
  const rewrite = (match: string, mark: string, text: string, target: string): string => {
    if (/^[a-z]+:|^#/.test(target)) return match;
    const [path = "", anchor] = target.split("#");
    const place = posix.join(posix.dirname(page.source), path).replace(/\/$/, "");
    const route = routes.get(place);
    if (route !== undefined)
      return `[${text}](/${route}${anchor === undefined ? "" : `#${anchor}`})`;
    if (!exists(place)) throw new Error(`${page.source} links to ${target}, which is not there`);
    return mark === "!" ? `![${text}](/${imageOf(place, page)})` : text;
  };
  return outsideCode(markdown, (text) =>
    text.replace(/(!?)\[((?:[^[\]]|`[^`]*`)+)\]\(([^()\s]+)\)/g, rewrite),
  );
}

/** Returns the place of an image in the site. */
function imageOf(place: string, page: SourcePage): string {
  if (posix.dirname(place) === "docs/images") return `images/${posix.basename(place)}`;
  throw new Error(`${page.source} shows ${place}, which is not in docs/images`);
}

/** Returns a page's own name, and its folder's for a README. */
function namesOf(source: string): string[] {
  return source.endsWith("/README.md") ? [source, posix.dirname(source)] : [source];
}

/** Applies a change to what is outside of fenced blocks. */
function outsideCode(markdown: string, change: (text: string) => string): string {
  return markdown
    .split(/^(```[\s\S]*?^```$)/m)
    .map((part) => (part.startsWith("```") ? part : change(part)))
    .join("");
}
