import { expect, it } from "vitest";
import { UsageError } from "../../src/node/arguments.ts";
import { printTypes } from "../../src/node/print-types.ts";

it.each([[[]], [["a.rr.ld", "b.rr.ld"]]])(
  "types of %j are not those of one program",
  async (args) => {
    await expect(printTypes(args, ".")).rejects.toThrow(UsageError);
  },
);

it("a program that is not there has no types", async () => {
  await expect(printTypes(["none.rr.ld"], ".")).rejects.toThrow("there is no program none.rr.ld");
});
