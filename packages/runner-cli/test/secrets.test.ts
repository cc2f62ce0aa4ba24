import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { redacted, secretsOf, withoutPassword } from "../src/secrets.ts";

test.each([
  ["postgres://me:p@ss@db/shop", "postgres://me@db/shop"],
  ["postgres://me:pa/ss@db/shop", "postgres://me@db/shop"],
  ["postgres://me:p?a#s@db/shop", "postgres://me@db/shop"],
  ["postgres://me:p%40ss@db/shop", "postgres://me@db/shop"],
  ["postgres://:secret@db/shop", "postgres://@db/shop"],
  ["postgres://me:pw@h1:5432,h2:5433/shop?target_session_attrs=any", "postgres://me@h1:5432,h2:5433/shop?target_session_attrs=any"],
  ["postgres://db/shop?user=me&password=secret&sslmode=require", "postgres://db/shop?user=me&password=***&sslmode=require"],
  ["postgres://db/shop?sslpassword=secret&sslkey=client.key", "postgres://db/shop?sslpassword=***&sslkey=client.key"],
  ["postgres://db/shop?pass%77ord=secret", "postgres://db/shop?pass%77ord=***"],
  ["postgres://db/shop?PASSWORD=secret", "postgres://db/shop?PASSWORD=***"],
  ["pg:host=db password='my \\' secret' dbname=shop", "pg:host=db password=*** dbname=shop"],
  ["pg:host=db password = my\\ secret dbname=shop", "pg:host=db password = *** dbname=shop"],
  ["pg:host=db passfile=~/.pgpass", "pg:host=db passfile=~/.pgpass"],
  ["https://secret-token@example/lutra", "https://***@example/lutra"],
  ["https://example/lutra?access_token=abc#x", "https://example/lutra?access_token=***#x"],
  ["tcp://me:secret@127.0.0.1:7373", "tcp://me@127.0.0.1:7373"],
  ["posix:lutra-runner serve -r postgres://me:secret@db/shop --stdio", "posix:lutra-runner serve -r postgres://me@db/shop --stdio"],
  ["posix:lutra-runner serve -r 'postgres://me:se cret@db/shop' --stdio", "posix:lutra-runner serve -r 'postgres://me@db/shop' --stdio"],
  ["posix:env PGPASSWORD=secret run --password hunter2 --token=abc", "posix:env PGPASSWORD=*** run --password *** --token=***"],
  ["duckdb:md:shop?motherduck_token=abc", "duckdb:md:shop?motherduck_token=***"],
  ["duckdb:data/shop.db", "duckdb:data/shop.db"],
])("%s is shown as %s", (url, shown) => {
  expect(withoutPassword(url)).toBe(shown);
}); // prettier-ignore

test("no password shows, whatever it is made of and wherever it stands", () => {
  const random = createRandom(14);
  const chars = [..."abcXYZ019@/:?#&%=+~!$*(),;[]|^-_.".split(""), "%40", "%2F", "ü", "🦦"];
  for (let i = 0; i < 2000; i++) {
    const password = `S3${Array.from({ length: 1 + random.below(8) }, () => random.pick(chars)).join("")}Z9`;
    const encoded = encodeURIComponent(password);
    const quoted = password.replaceAll(/['\\]/g, "\\$&");
    const urls = [
      `postgres://me:${password}@db.example/shop`,
      `postgresql://me:${encoded}@h1:1,h2:2/shop?sslmode=require`,
      `postgres://db.example/shop?password=${encoded}&user=me`,
      `pg:host=db password='${quoted}'`,
      `http://me:${password}@localhost:8080/lutra`,
    ];
    for (const url of urls) {
      const shown = withoutPassword(url);
      for (const secret of [password, encoded, quoted]) expect(shown).not.toContain(secret);
      expect(redacted(`failed for ${password}`, secretsOf([url], {}))).not.toContain(password);
    }
  }
});

test("the longer one of two secrets is hidden first, and those of four characters are hidden too", () => {
  expect(redacted("1234 and 12345", ["1234", "12345", "and"])).toBe("*** and ***");
});

test("a token in the environment is a secret, a very short one is not looked for", () => {
  expect(
    redacted("bad header Bearer to\nken", secretsOf([], { LUTRA_RUNNER_TOKEN: "to\nken" })),
  ).toBe("bad header Bearer ***");
  expect(redacted("a banana", secretsOf([], { LUTRA_RUNNER_TOKEN: "a" }))).toBe("a banana");
});
