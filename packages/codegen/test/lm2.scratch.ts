import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import vm from "node:vm";
import { build } from "esbuild";
import { placesOf } from "../../../internal/mutation/src/places.ts";
import { mutated } from "../../../internal/mutation/src/mutants.ts";
import { createRandom } from "@lutra-internal/testing";
import { randomModule } from "./support/random-module.ts";
const src = fileURLToPath(new URL("../src", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));
async function bundle(replaced: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({ entryPoints: [join(src, "index.ts")], bundle: true, format: "iife", globalName: "M", platform: "node", write: false, conditions: ["@lutra/source"], logLevel: "silent",
    plugins: [{ name: "r", setup(b) { b.onLoad({ filter: /\.ts$/ }, ({ path }) => ({ contents: replaced[path] ?? readFileSync(path, "utf8"), loader: "ts" })); } }] });
  return outputFiles[0]!.text;
}
const require2 = createRequire(import.meta.url);
const config = JSON.parse(readFileSync(join(root, "internal/fixtures/generated/lutra.codegen.json"), "utf8")) as { outputs: any[] };
const jobs = config.outputs.map((o) => {
  const folder = join(root, "internal/fixtures/generated", o.from);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((f) => /\.(ld|txt|lt)$/.test(f)).map((f) => ({ path: f, bytes: new Uint8Array(readFileSync(join(folder, f))) }));
  return { files, o };
});
const random = createRandom(0);
const rm = Array.from({ length: 24 }, () => randomModule(random));
let base: any;
const run = async (replaced: Record<string, string>, timeout: number): Promise<any> => {
  try {
  const m = vm.runInThisContext(`(function(require){${await bundle(replaced)}; return M;})`)(require2);
  const out: string[] = [];
  for (const [i, { sources, options }] of rm.entries()) {
    (globalThis as any).__f = () => JSON.stringify(m.generateModule(sources, options));
    const t = vm.runInThisContext("__f()", { timeout });
    if (base !== undefined && base[i] !== t) return "random " + i;
    out.push(t);
  }
  for (const [i, { files, o }] of jobs.entries()) {
    const sources = await m.readArtefacts(files, { include: o.include, exclude: o.exclude });
    (globalThis as any).__f = () => JSON.stringify(m.generateModule(sources, { name: "x", ...o }));
    const t = vm.runInThisContext("__f()", { timeout });
    if (base !== undefined && base[rm.length + i] !== t) return "golden " + i;
    out.push(t);
  }
  return out;
  } catch (e) { return String(e).slice(0, 60); }
};
base = await run({}, 60000);
console.log("base", typeof base === "string" ? base : base.length);
const packages = fileURLToPath(new URL("../../", import.meta.url));
let alive = 0, total = 0, rnd = 0;
for (const place of placesOf(packages, "codegen")) {
  if (!/src\/(types|names|module|input)\//.test(place.file) || place.equivalence !== undefined) continue;
  total++;
  const path = join(packages, place.file);
  const got = await run({ [path]: mutated(readFileSync(path, "utf8"), place) }, 20000);
  if (typeof got === "string" && got.startsWith("random")) rnd++;
  if (typeof got !== "string") { alive++; console.log("ALIVE", `${place.file}:${place.line}`, place.change.slice(0, 60), "|", readFileSync(path, "utf8").split("\n")[place.line - 1]!.trim()); }
}
console.log(alive, "of", total, "only by random text", rnd);
process.exit();
