import { expect, test } from "vitest";
import { parseRunnerUrl, withoutPassword } from "../src/runner-url.ts";

test.each([
  ["postgres://me:secret@db.example:5432/shop", "postgres://me@db.example:5432/shop"],
  ["https://me:secret@example/lutra", "https://me@example/lutra"],
  ["postgres://me@db.example/shop", "postgres://me@db.example/shop"],
  ["tcp://127.0.0.1:7373", "tcp://127.0.0.1:7373"],
  ["posix:env A=b:c@d lutra-runner serve", "posix:env A=b:c@d lutra-runner serve"],
  ["duckdb", "duckdb"],
])("%s is shown as %s", (url, shown) => {
  expect(withoutPassword(url)).toBe(shown);
});

test.each([
  ["interpreter", "interpreter", ""],
  ["duckdb:shop.db", "duckdb", "shop.db"],
  ["tcp://127.0.0.1:7373", "tcp", "//127.0.0.1:7373"],
])("%s has the scheme %s and %j after it", (url, scheme, rest) => {
  expect(parseRunnerUrl(url)).toEqual({ scheme, rest });
});
