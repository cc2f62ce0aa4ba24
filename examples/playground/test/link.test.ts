import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { packLink, unpackLink } from "../src/link.ts";

test("a link carries program and input, whatever they hold", async () => {
  const random = createRandom(17);
  for (let i = 0; i < 50; i++) {
    const text = (): string =>
      Array.from({ length: random.below(300) }, () =>
        String.fromCodePoint(random.below(0xd000)),
      ).join("");
    const shared = { source: text(), program: text(), input: text() };
    const link = await packLink(shared);
    expect(link).toMatch(/^#p=[\w-]*$/);
    expect(await unpackLink(link)).toEqual(shared);
  }
});

test("what is no link gives nothing", async () => {
  const bomb = await packLink({ source: "a".repeat(5 << 20), program: "main", input: "" });
  const noShare = "#p=q1YqzUsrysxLL8ksS1WyUoiuBQA";
  for (const hash of ["", "#", "#p=", "#p=!!!", "#results", "#p=AAAA", noShare, bomb])
    expect(await unpackLink(hash)).toBeUndefined();
});
