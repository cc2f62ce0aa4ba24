import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type UserConfig } from "vitepress";
import { groups, type SourcePage } from "../src/page-list.ts";
import { pagesFolder } from "../src/repository.ts";
import { lutraGrammar } from "./lutra-grammar.ts";

/** Returns the first heading of a page, without marks. */
function titleOf({ route }: SourcePage): string {
  const text = readFileSync(join(pagesFolder, `${route}.md`), "utf8");
  return (/^# (.*)$/m.exec(text)?.[1] ?? route).replaceAll("`", "");
}

const config: UserConfig = defineConfig({
  title: "Lutra runners",
  description: "Execute typed Lutra programs from TypeScript",
  srcDir: "pages",
  outDir: "dist",
  cleanUrls: false,
  // The playground is built after the pages.
  ignoreDeadLinks: [/^\/playground\//],
  markdown: { theme: { light: "github-light", dark: "github-dark" }, languages: [lutraGrammar] },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Tutorial", link: "/guide/tutorial" },
      { text: "Packages", link: "/packages/bin" },
      { text: "API", link: "/api/" },
      { text: "Playground", link: "/playground/", target: "_self" },
    ],
    sidebar: groups.map(({ title, pages }) => ({
      text: title,
      collapsed: title === "Inside" || title === "Packages",
      items: pages.map((page) => ({
        text: titleOf(page),
        link: `/${page.route.replace(/index$/, "")}`,
      })),
    })),
  },
});

export default config;
