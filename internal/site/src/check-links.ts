import { readdir, readFile } from "node:fs/promises";
import { dirname, join, posix, relative } from "node:path";

/** Returns the links and images of a built site that lead to nothing, or to no heading of a page: `page.html: target`. */
export async function brokenLinks(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).map((name) =>
    name.replaceAll("\\", "/"),
  );
  const files = new Set(names);
  const ids = new Map<string, ReadonlySet<string>>();
  const texts = new Map<string, string>();
  for (const name of names.filter((each) => each.endsWith(".html"))) {
    const html = await readFile(join(folder, name), "utf8");
    texts.set(name, html);
    ids.set(name, new Set(Array.from(html.matchAll(/\sid="([^"]*)"/g), (match) => match[1]!)));
  }
  const broken: string[] = [];
  for (const [name, html] of texts) {
    for (const [, href = ""] of html.matchAll(/<(?:a\s[^>]*?href|img\s[^>]*?src)="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(href)) continue;
      const [path = "", anchor] = href.replaceAll("&amp;", "&").split("#");
      const target = path === "" ? name : fileOf(path, name, files);
      const hasHeading =
        anchor === undefined ||
        anchor === "" ||
        ids.get(target ?? "")?.has(decodeURIComponent(anchor));
      if (target === undefined || !hasHeading) broken.push(`${name}: ${href}`);
    }
  }
  return broken;
}

function fileOf(path: string, from: string, files: ReadonlySet<string>): string | undefined {
  const place = path.startsWith("/") ? path.slice(1) : posix.join(dirname(from), path);
  const name = relative(".", decodeURIComponent(place)) || "index.html";
  return [name, `${name}.html`, posix.join(name, "index.html")].find((each) => files.has(each));
}
