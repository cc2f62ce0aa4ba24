import { parsePrintedTypes, programCodec } from "@lutra/bin/program";
import { expect, it } from "vitest";
import { UsageError } from "../../src/node/arguments.ts";
import { printTypes } from "../../src/node/print-types.ts";
import { ProjectFolder } from "../support/project.ts";

it.each([[[]], [["a.rr.ld", "b.rr.ld"]]])(
  "types of %j are not those of one program",
  async (args) => {
    await expect(printTypes(args, ".")).rejects.toThrow(UsageError);
  },
);

it("a program that is not there has no types", async () => {
  await expect(printTypes(["none.rr.ld"], ".")).rejects.toThrow("there is no program none.rr.ld");
});

it("types are named after the parameters of the source beside the program, whatever else is there", async () => {
  using project = new ProjectFolder();
  const { input, output, defs } = parsePrintedTypes("Input: {{x: Int64}, Int64}\nOutput: Int64");
  const value = { sql: "", inputTy: input, outputTy: output, defs };
  project.write("near/program.sql-pg.rr.ld", programCodec.encode({ tag: "sqlPostgres", value }));
  project.write("near/main.lt", "func main(place: {x: Int64}, count: Int64) -> count");
  project.write("near/other.rr.ld", "no program");
  project.write("near/other/main.lt", "func main(");
  expect(await printTypes(["near/program.sql-pg.rr.ld"], project.folder)).toBe(
    "/** Part `place` of the input of `near`. */\n" +
      "export interface NearInputPlace {\n  x: bigint;\n}\n",
  );
});
