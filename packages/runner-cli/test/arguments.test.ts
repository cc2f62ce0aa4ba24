import { describe, expect, test } from "vitest";
import { optionalArgument, requiredArgument } from "../src/arguments.ts";
import { lutra } from "./fake-io.ts";

describe("an argument", () => {
  test.each([[[]], [["a"]], [[""]]])("that may be left out is %j", (positionals) => {
    expect(optionalArgument("run", "PROGRAM", positionals)).toBe(positionals[0]);
  });

  test("that is required is there", () => {
    expect(requiredArgument("new", "DIR", ["a"])).toBe("a");
  });

  test.each([[[]], [[""]]])("that is required is missing in %j", (positionals) => {
    expect(() => requiredArgument("new", "DIR", positionals)).toThrow("new needs a DIR");
  });
});

test.each([
  ["run", "PROGRAM"],
  ["describe", "PROGRAM"],
  ["explain", "PROGRAM"],
  ["check", "SOURCE"],
  ["compile", "SOURCE"],
  ["new", "DIR"],
])("%s takes one %s", async (command, what) => {
  expect(await lutra(command, "a", "b", "c")).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${command} takes one ${what}, got also b c`) as unknown,
  });
  expect(await lutra(command, "a", "b")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/, got also b$/m) as unknown,
  });
  expect(await lutra(command)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${command} needs a ${what}`) as unknown,
  });
});
