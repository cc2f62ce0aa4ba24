import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../src/bundle.ts";

let folder: string;
const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "browser-page-"));
  await build(bundle(folder));
});

afterAll(() => rm(folder, { recursive: true }));

test("the bundle is all that index.html and the page ask for", async () => {
  const html = await read("index.html");
  const asked = [...html.matchAll(/(?:src|href)="([^":]+)"/g)].map(([, name]) => name);
  const files = await readdir(folder);
  expect(asked).toEqual(["page.css", "page.js"]);
  expect(files.sort()).toEqual(["index.html", "page.css", "page.js"]);
});

test("the policy of the page allows neither inline code nor eval, and the script needs none", async () => {
  const html = await read("index.html");
  expect(html).not.toMatch(/unsafe-|<script>|<style>| style=| on\w+=/);
  expect(html).toContain("default-src 'none'");
  expect(await read("page.js")).not.toMatch(/\beval\(|new Function|innerHTML/);
});

test("the policy lets the script reach the server that it calls", async () => {
  const [server] = (await read("page.js")).match(/http:\/\/127\.0\.0\.1:\d+/) ?? [];
  const [, connect = ""] = (await read("index.html")).match(/connect-src ([^;]+)/) ?? [];
  expect(connect.split(" ")).toContain(server);
});
