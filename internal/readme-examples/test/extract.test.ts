import { describe, expect, it } from "vitest";
import { examplesOfMarkdown, examplesOfSource } from "../src/extract.ts";

const fence = "```";

describe("examplesOfMarkdown", () => {
  it("finds blocks fenced with ts, at their lines", () => {
    const text = `# Title\n\n${fence}ts\nconst a = 1;\n${fence}\n\n${fence}sh\nnpm i\n${fence}\n`;
    expect(examplesOfMarkdown("README.md", text)).toEqual([
      { place: "README.md:4", code: "\n\n\nconst a = 1;\n", runs: true },
    ]);
  });

  it("only type-checks a block that says no-run", () => {
    const [example] = examplesOfMarkdown("a.md", `${fence}ts no-run\nawait serve();\n${fence}\n`);
    expect(example).toMatchObject({ runs: false, place: "a.md:2" });
  });

  it.each([`${fence}ts\nconst a = 1;\n`, `${fence}ts skip\nconst a = 1;\n${fence}\n`])(
    "refuses %j",
    (text) => {
      expect(() => examplesOfMarkdown("a.md", text)).toThrow(SyntaxError);
    },
  );
});

describe("examplesOfSource", () => {
  it("finds the fenced block of an @example, at its lines", () => {
    const text = [
      'import { x } from "./x.ts";',
      "",
      "/**",
      " * Does it.",
      " *",
      " * @example",
      ` * ${fence}ts`,
      " * if (x) {",
      " *   x();",
      " * }",
      ` * ${fence}`,
      " * @see somewhere",
      " */",
      "export const a = 1;",
    ].join("\n");
    expect(examplesOfSource("src/a.ts", text)).toEqual([
      { place: "src/a.ts:8", code: `${"\n".repeat(7)}if (x) {\n  x();\n}\n`, runs: true },
    ]);
  });

  it("ignores fences outside an @example", () => {
    expect(examplesOfSource("a.ts", `/**\n * ${fence}ts\n * a\n * ${fence}\n */`)).toEqual([]);
  });

  it("takes the lines after an @example without a fence, up to the next tag", () => {
    const text = "/**\n * @example\n * x();\n *\n * @throws never\n */";
    expect(examplesOfSource("a.ts", text)).toEqual([
      { place: "a.ts:3", code: "\n\nx();\n", runs: true },
    ]);
  });

  it("imports what the example leaves out, on the first line", () => {
    const scope = [{ name: "x", from: "@lutra/bin", type: false }];
    expect(examplesOfSource("a.ts", "/**\n * @example\n * x();\n */", scope)[0]?.code).toBe(
      'import { x } from "@lutra/bin"; \n\nx();\n',
    );
  });
});
