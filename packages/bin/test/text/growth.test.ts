import { expectGrowth } from "@lutra-internal/testing";
import { describe, test } from "vitest";
import type { Ty } from "../../src/index.ts";
import { parseCsv, parseJson, parseSource } from "../../src/parse.ts";
import {
  escapeControls,
  renderCsv,
  renderJson,
  renderSource,
  renderTable,
} from "../../src/render.ts";
import { array, enumOf, option, std, tuple } from "../support/make-ty.ts";

const text = std("Text");
const int = std("Int32");
const decimal = std("Decimal");
const single = std("Float32");

/** Returns a tuple of so many fields with names, in order. */
function wide(width: number, field: Ty): Ty {
  return tuple(...Array.from({ length: width }, (_, i) => [`f${i}`, field] as const));
}

function fields(width: number, value: unknown): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: width }, (_, i) => [`f${i}`, value]));
}

function parts(count: number, part: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => part(i)).join(",");
}

/** Returns the names that are no Lutra names, one longer than the other by turns. */
function oddEnum(count: number): Ty {
  return enumOf(...Array.from({ length: count }, (_, i) => [`a b${i}`] as const));
}

function ignoreErrors(run: () => unknown): void {
  try {
    run();
  } catch {
    // Only the time matters.
  }
}

/** Jobs whose work should grow with `n`; the first sizes take some milliseconds. */
const jobs: readonly (readonly [string, number, (n: number) => unknown])[] = [
  [
    "a table of sparse columns",
    1000,
    (n) => renderTable([fields(n, null)], array(wide(n, option(int)))),
  ],
  [
    "a table with blanks in a cell",
    20_000,
    (n) => renderTable([" ".repeat(n)], array(text), [], { maxColumnWidth: n }),
  ],
  ["a table with a long cell", 50_000, (n) => renderTable(["\u202e".repeat(n)], array(text))],
  [
    "a table of many rows",
    5000,
    (n) =>
      renderTable(
        Array.from({ length: n }, () => 5),
        array(int),
      ),
  ],
  ["a literal of many fields", 5000, (n) => renderSource(fields(n, 5), wide(n, int))],
  ["a literal of escapes", 50_000, (n) => renderSource('\u009b"\\'.repeat(n), text)],
  ["JSON of many fields", 5000, (n) => renderJson(fields(n, 5), wide(n, int))],
  ["JSON of controls", 50_000, (n) => renderJson("\u009b\u202e".repeat(n), text)],
  ["CSV of many fields", 5000, (n) => renderCsv(fields(n, 5), wide(n, int))],
  ["CSV of quotes", 100_000, (n) => renderCsv('"'.repeat(n), text)],
  ["escapes", 100_000, (n) => escapeControls("\u001b ".repeat(n))],
  [
    "reading fields in the other order",
    2000,
    (n) => parseSource(`{${parts(n, (i) => `f${n - 1 - i} = 1`)}}`, wide(n, int)),
  ],
  [
    "reading odd variants",
    2000,
    (n) => parseSource(`[${parts(n, (i) => `a b${n - 1 - i}`)}]`, array(oddEnum(n))),
  ],
  [
    "reading a literal of digits",
    50_000,
    (n) => ignoreErrors(() => parseSource("1".repeat(n), int)),
  ],
  [
    "reading digits of a date",
    50_000,
    (n) => ignoreErrors(() => parseSource(`${"1".repeat(n)}x`, std("Date"))),
  ],
  [
    "reading a decimal of zeros",
    50_000,
    (n) => ignoreErrors(() => parseSource(`${"0".repeat(n)}.0${"0".repeat(n)}1`, decimal)),
  ],
  [
    "reading a decimal next to a tie",
    50_000,
    (n) => parseJson(`16777217.${"0".repeat(n)}1`, single),
  ],
  [
    "reading hexadecimal digits",
    50_000,
    (n) => ignoreErrors(() => parseSource(`0x${"f".repeat(n)}`, std("Uint64"))),
  ],
  ["reading escapes", 20_000, (n) => parseSource(`"${"\\n".repeat(n)}"`, text)],
  ["reading blanks and comments", 50_000, (n) => parseSource(`${" # a\n".repeat(n)}1`, int)],
  [
    "reading JSON members in the other order",
    2000,
    (n) => parseJson(`{${parts(n, (i) => `"f${n - 1 - i}": 1`)}}`, wide(n, int)),
  ],
  [
    "reading JSON blanks",
    100_000,
    (n) => parseJson(`${" ".repeat(n)}[${" ".repeat(n)}]`, array(int)),
  ],
  ["reading JSON escapes", 50_000, (n) => parseJson(`"${"\\n".repeat(n)}"`, text)],
  [
    "reading base64",
    100_000,
    (n) => ignoreErrors(() => parseJson(`"${"=".repeat(n)}"`, array(std("Uint8")))),
  ],
  [
    "reading CSV columns in the other order",
    2000,
    (n) => parseCsv(`${parts(n, (i) => `f${n - 1 - i}`)}\n${parts(n, () => "1")}\n`, wide(n, int)),
  ],
  [
    "reading CSV columns of one name",
    2000,
    (n) =>
      parseCsv(
        `${parts(n, () => "a")}\n${parts(n, () => "1")}\n`,
        tuple(...Array.from({ length: n }, () => ["a", int] as const)),
      ),
  ],
  ["reading CSV quotes", 50_000, (n) => parseCsv(`Text\n"${'""'.repeat(n)}"\n`, text)],
  [
    "reading blank CSV lines",
    50_000,
    (n) => parseCsv(`f0,f1\n${"\n".repeat(n)}1,2\n`, wide(2, int)),
  ],
];

describe("work on text grows with its length", () => {
  test.each(jobs)("%s", (_name, size, job) => {
    const small = Math.ceil(size / 4);
    // Quadratic work would take 64 times as long.
    expectGrowth(
      () => job(small),
      () => job(small * 8),
      32,
    );
  });
});
