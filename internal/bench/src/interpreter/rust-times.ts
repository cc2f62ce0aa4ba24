import { readFileSync } from "node:fs";

/** Milliseconds of the reference interpreter, by program and number of rows. */
export type RustTimes = Readonly<Record<string, Readonly<Record<string, number>>>>;

const fixtures = import.meta.resolve("@lutra-internal/fixtures");

/** Reads the table of milliseconds out of the fixtures' page on the reference interpreter. */
export function rustTimes(): RustTimes {
  const page = readFileSync(new URL("../data/rust-times.md", fixtures), "utf8");
  const lines =
    page.split("## Milliseconds per evaluation")[1]?.split("\n## ")[0]?.split("\n") ?? [];
  const cells = lines
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1));
  const [head = [], , ...rows] = cells;
  const sizes = head.slice(1).map((cell) => cell.replaceAll(/\D/g, ""));
  return Object.fromEntries(
    rows.map(([name = "", ...times]) => [
      name.replaceAll(/[ `]/g, ""),
      Object.fromEntries(times.map((time, i) => [sizes[i] ?? "", Number.parseFloat(time)])),
    ]),
  );
}
