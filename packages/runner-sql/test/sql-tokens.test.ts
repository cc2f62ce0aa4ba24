import { createRandom, expectGrowth } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { numberPlaceholders } from "../src/placeholders.ts";
import { sqlTokens } from "../src/sql-tokens.ts";

/** Returns the tokens of a string, each as its kind and what it covers. */
function tokens(sql: string): readonly string[] {
  return [...sqlTokens(sql)].map(({ kind, start, end }) => `${kind} ${sql.slice(start, end)}`);
}

describe("SQL is split into tokens", () => {
  test.each<readonly [string, readonly string[]]>([
    ["", []],
    ["select a.b", ["word select", "word a", "sign .", "word b"]],
    ["x::int4", ["word x", "sign :", "sign :", "word int4"]],
    ["$1+$23", ["placeholder $1", "sign +", "placeholder $23"]],
    ["$name $", ["word $name", "word $"]],
    ["a$1 été$2 😀$3", ["word a$1", "word été$2", "word 😀$3"]],
    ["'it''s' ''", ["string 'it''s'", "string ''"]],
    ["'\\' x", ["string '\\'", "word x"]],
    ["e'\\'' E'\\\\''x'", ["string e'\\''", "string E'\\\\''x'"]],
    ["ne'x'", ["word ne", "string 'x'"]],
    ['"a""b"c', ['name "a""b"', "word c"]],
    ["$$ ' $$a", ["string $$ ' $$", "word a"]],
    ["$t$ $$ $u$ $t$", ["string $t$ $$ $u$ $t$"]],
    ["a -- b\nc -- d\re", ["word a", "word c", "word e"]],
    ["/* /* a */ b */ c", ["word c"]],
    ["\ufeffa\u00a0b\u200bc\u3000d\u2060", ["word a", "word b", "word c", "word d"]],
    ["\ud800a", ["word \ud800a"]],
  ])("%j", (sql, expected) => {
    expect(tokens(sql)).toEqual(expected);
  });

  test.each(["'a", "e'a\\", "e'a\\'", '"a', "$$a", "$t$a$$", "/* a", "/* /* */", "--a"])(
    "what has no end reaches to the end: %s",
    (sql) => {
      const [first = "", ...others] = tokens(`${sql} $1`);
      expect(others).toEqual([]);
      expect(["", `${first.split(" ", 1)[0]} ${sql} $1`]).toContain(first);
    },
  );
});

/** Returns how many characters the tokens cover, which must follow one another. */
function characters(sql: string): number {
  let seen = 0;
  let last = 0;
  for (const { start, end } of sqlTokens(sql)) {
    expect(start).toBeGreaterThanOrEqual(last);
    expect(end).toBeGreaterThan(start);
    seen += end - start;
    last = end;
  }
  expect(last).toBeLessThanOrEqual(sql.length);
  return seen;
}

test("tokens follow one another in any text", () => {
  const random = createRandom(7);
  const pieces = [
    "'",
    '"',
    "$",
    "$$",
    "$a$",
    "e'",
    "\\",
    "/*",
    "*/",
    "--",
    "\n",
    "\r",
    "a",
    "1",
    " ",
    ";",
    "é",
    "\u00a0",
  ];
  for (let round = 0; round < 2_000; round++) {
    let sql = "";
    for (let i = random.below(30); i > 0; i--) sql += random.pick(pieces);
    expect(characters(sql)).toBeLessThanOrEqual(sql.length);
  }
});

/** Texts that grow with n, made of what a scanner may look at again and again. */
const growing: Readonly<Record<string, (n: number) => string>> = {
  "tags without an end": (n) => Array.from({ length: n }, (_, i) => `$t${i}$`).join(" "),
  "equal tags": (n) => "$t$ ".repeat(n),
  "tags that are no tags": (n) => "$t ".repeat(n),
  "dollar signs in words": (n) => "$a".repeat(n),
  strings: (n) => "'a' ".repeat(n),
  "a string of quotes": (n) => "'".repeat(2 * n + 1),
  "names of quotes": (n) => '"'.repeat(2 * n + 1),
  "escapes without an end": (n) => `e'${"\\'".repeat(n)}`,
  "openings of escapes": (n) => "e' ".repeat(n),
  "comments without an end": (n) => "/* ".repeat(n),
  "ends of comments": (n) => `/*${" */ /*".repeat(n)}`,
  lines: (n) => "--\n".repeat(n),
  dashes: (n) => "- - ".repeat(n),
  "a long word": (n) => "aé$".repeat(n),
  placeholders: (n) => Array.from({ length: n }, (_, i) => `$${i * 2 + 1}`).join(","),
};

// Four times the text may take four times the time; quadratic work would take 16 times as much.
test.each(Object.entries(growing))("time is linear in the text: %s", (_, make) => {
  expectGrowth(
    () => numberPlaceholders(make(10_000)).sql,
    () => numberPlaceholders(make(40_000)).sql,
    10,
  );
});
