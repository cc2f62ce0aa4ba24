import { describe, expect, it } from "vitest";
import { privateWordProblems } from "../src/private-words.ts";

// Built from parts: this file is checked too.
const path = (...parts: string[]): string => `/${parts.join("/")}`;

describe("privateWordProblems", () => {
  it.each([
    [path("home", "ada", "lutra"), "README.md:2: names a folder of one machine"],
    [`see ${path("root", ".config")}`, "README.md:2: names a folder of one machine"],
    [`"${path("tmp", "out.bin")}"`, "README.md:2: names a folder of one machine"],
    [["https://registry", "example", "org/x"].join("."), "README.md:2: names a package registry"],
  ])("finds %s", (line, problem) => {
    expect(privateWordProblems("README.md", `# Title\n${line}\n`)).toEqual([problem]);
  });

  it.each(["packages/home/work/x", "https://example.org/home/x", "a/tmp/b", "/usr/bin/env"])(
    "accepts %s",
    (line) => {
      expect(privateWordProblems("README.md", line)).toEqual([]);
    },
  );
});
