// probe.ts PACKAGE FILEPART TESTFILTER [skipCount limit]
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mutated } from "./mutants.ts";
import { placesOf } from "./places.ts";
import { Suite } from "./suite.ts";
import { copyWorkspace } from "./workspace-copy.ts";
const [name, part, filter, lines = ""] = process.argv.slice(2);
const copy = copyWorkspace(process.cwd());
process.on("exit", () => rmSync(copy, { recursive: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
const packages = join(copy, "packages");
const places = placesOf(packages, name).filter(
  (p) =>
    p.equivalence === undefined &&
    p.file.includes(part) &&
    (lines === "" ||
      lines.split(",").includes(p.file.split("/").at(-1).replace(".ts", "") + ":" + p.line)),
);
const suite = new Suite({ root: copy, packageName: filter, withSystem: false });
const un = await suite.run({});
if (un.failure) {
  console.log("FAILS", un.failure);
  process.exit(1);
}
console.log(places.length, "places; unchanged", Math.round(un.elapsedMs));
for (const p of places) {
  const file = join(packages, p.file);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, mutated(text, p));
  const { failure } = await suite.run({ changed: file, order: un.files }, 15000 + 5 * un.elapsedMs);
  writeFileSync(file, text);
  if (failure === undefined)
    console.log("ALIVE", p.file, p.line, p.change, "|", text.split("\n")[p.line - 1].trim());
}
console.log("done");
await suite.close();
