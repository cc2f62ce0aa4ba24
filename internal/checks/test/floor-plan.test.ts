import { describe, expect, it } from "vitest";
import { floorPlanProblems } from "../src/floor-plan.ts";

const problems = (files: Readonly<Record<string, string>>): readonly string[] =>
  floorPlanProblems(Object.entries(files).map(([path, text]) => ({ path, text })));

describe("floorPlanProblems", () => {
  it("allows imports that run one way", () => {
    const files = {
      "index.ts": 'export { a } from "./a.ts";',
      "a.ts": 'import { b } from "./in/b.ts";',
      "in/b.ts": 'import { c } from "./c.ts";',
      "in/c.ts": '/** import { a } from "../a.ts"; */',
    };
    expect(problems(files)).toEqual([]);
  });

  it.each([
    ["two files", { "a.ts": 'import "./b.ts";', "b.ts": 'import { a } from "./a.ts";' }],
    ["types", { "a.ts": 'import "./b.ts";', "b.ts": 'import type { A } from "./a.ts";' }],
    ["dynamic imports", { "a.ts": 'import "./b.ts";', "b.ts": 'await import("./a.ts");' }],
    [
      "two folders whose files form none",
      {
        "x/a.ts": 'import { b } from "../y/b.ts";',
        "y/b.ts": "",
        "y/c.ts": 'import { d } from "../x/d.ts";',
        "x/d.ts": "",
      },
    ],
    [
      "a folder and a file beside it",
      {
        "x/a.ts": 'import { b } from "../b.ts";',
        "b.ts": 'import { c } from "./x/c.ts";',
        "x/c.ts": "",
      },
    ],
  ])("finds a circle of %s", (_name, files) => {
    expect(problems(files)).toEqual([expect.stringContaining("imports run in a circle")]);
  });

  it("names the files of a circle", () => {
    const files = { "p/a.ts": 'import "./b.ts";', "p/b.ts": 'import "./a.ts";' };
    expect(problems(files)).toEqual([
      "p/: imports run in a circle: p/a.ts imports p/b.ts; p/b.ts imports p/a.ts",
    ]);
  });

  it("counts the files of a folder", () => {
    const files = Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`x/f${i}.ts`, ""]));
    expect(problems(files)).toEqual(["x: 26 loose files; at most 25"]);
    delete (files as Record<string, string>)["x/f0.ts"];
    expect(problems(files)).toEqual([]);
  });

  it("wants #names, but for constructors", () => {
    const text = "class A {\n  private constructor() {}\n  #a = 1;\n  private readonly b = 2;\n}";
    expect(problems({ "a.ts": text })).toEqual(["a.ts:4: use a #name for a private member"]);
  });
});
