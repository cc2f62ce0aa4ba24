import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brokenLinks } from "../src/check-links.ts";
import { rewriteLinks } from "../src/rewrite-links.ts";

describe("links of a page", () => {
  const http = { source: "docs/http.md", route: "guide/http" };
  const pages = [http, { source: "packages/bin/README.md", route: "packages/bin" }];
  const there = new Set(["examples/demo", "docs/images/speed.svg", "docs/spec/a.png"]);
  const rewrite = (markdown: string): string =>
    rewriteLinks(markdown, http, pages, (path) => there.has(path));

  test("lead to routes, also by the folder of a README, with their headings", () => {
    expect(rewrite("[a](http.md#limits) [b](../packages/bin) [c](../packages/bin/README.md)")).toBe(
      "[a](/guide/http#limits) [b](/packages/bin) [c](/packages/bin)",
    );
  });

  test("become text if the site does not have the file", () => {
    expect(rewrite("see [`demo`](../examples/demo/)")).toBe("see `demo`");
  });

  test("are images of one folder, which the site has", () => {
    expect(rewrite("![speed](images/speed.svg)")).toBe("![speed](/images/speed.svg)");
    expect(() => rewrite("![a](spec/a.png)")).toThrow("which is not in docs/images");
  });

  test("to what is not there fail, with both names", () => {
    expect(() => rewrite("[x](gone.md)")).toThrow(
      "docs/http.md links to gone.md, which is not there",
    );
  });

  test("stay if they are addresses, headings or code", () => {
    const text = "[a](https://x.example/y) [b](#z)\n\n```ts\nconst f = table[i](gone);\n```\n";
    expect(rewrite(text)).toBe(text);
  });
});

describe("a built site", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "site-"));
    await mkdir(join(folder, "guide"));
    await writeFile(
      join(folder, "index.html"),
      '<h2 id="a">A</h2><a href="/guide/x">1</a><a class="k" href="/guide/x.html#b">2</a><a href="#a">3</a><a href="https://x.example">4</a>',
    );
    await writeFile(
      join(folder, "guide/x.html"),
      '<h2 id="b">B</h2><a href="./gone.html">1</a><a href="/index.html#c">2</a><a href="../">3</a><a href="/#a">4</a><img alt="" src="/images/none.svg">',
    );
  });

  afterAll(() => rm(folder, { recursive: true }));

  test("has its broken links and headings named", async () => {
    expect(await brokenLinks(folder)).toEqual([
      "guide/x.html: ./gone.html",
      "guide/x.html: /index.html#c",
      "guide/x.html: /images/none.svg",
    ]);
  });
});
