import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pages } from "./page-list.ts";
import { pagesFolder, root } from "./repository.ts";
import { rewriteLinks } from "./rewrite-links.ts";

/**
 * Puts the pages of the site together: documents and READMEs of the repository, and the home page.
 *
 * @throws Error for a document that no group of the sidebar has, or a link to what is not there
 */
export async function assemble(): Promise<void> {
  await rm(pagesFolder, { recursive: true, force: true });
  await checkComplete();
  for (const page of pages) {
    const markdown = await readFile(join(root, page.source), "utf8");
    const text = rewriteLinks(markdown, page, pages, (path) => existsSync(join(root, path)));
    const file = join(pagesFolder, `${page.route}.md`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await cp(new URL("../home/", import.meta.url), pagesFolder, { recursive: true });
  await cp(join(root, "docs/images"), join(pagesFolder, "public/images"), { recursive: true });
}

/** Checks that the site has all pages of `docs/`, but for `style.md`, which is for authors. */
async function checkComplete(): Promise<void> {
  const known = new Set(pages.map(({ source }) => source));
  for (const folder of ["docs", "docs/spec"]) {
    for (const name of await readdir(join(root, folder))) {
      const source = `${folder}/${name}`;
      if (name.endsWith(".md") && name !== "style.md" && !known.has(source))
        throw new Error(`${source} is in no group of internal/site/src/page-list.ts`);
    }
  }
}
