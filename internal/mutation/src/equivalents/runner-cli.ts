import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-cli` that alter nothing. */
export const runnerCli: readonly Equivalent[] = [
  {
    file: "runner-cli/src/commands/explain.ts",
    code: "const field = { name: null, ty: text, unpack: false } as const;",
    changes: ["false -> true"],
    reason: "only the compiler reads it",
  },
  {
    file: "runner-cli/src/commands/inspect.ts",
    code: "noDelay: true,",
    changes: ["true -> false"],
    reason: "small frames are passed on later",
  },
  {
    file: "runner-cli/src/commands/run.ts",
    code: "startTimer(timeoutSeconds * 1000, () => late.abort(reason), { unref: true });",
    changes: ["1000 -> (1000 + 1)"],
    reason: "a thousandth longer",
  },
  {
    file: "runner-cli/src/commands/serve.ts",
    code: "const drained = Promise.all(listeners.map((each) => each.drain({ ms: 1000 * seconds })));",
    changes: ["1000 -> (1000 + 1)"],
    reason: "a thousandth longer",
  },
  {
    file: "runner-cli/src/files.ts",
    code: "const defaultMaxBytes = 2 ** 31;",
    changes: ["31 -> (31 + 1)", "2 -> (2 + 1)"],
    reason: "more than a test can read",
  },
  {
    file: "runner-cli/src/program/signature.ts",
    code: "for (const each of names.toSorted((a, b) => (a < b ? -1 : 1))) {",
    changes: ["< -> <=", "1 -> (1 + 1)"],
    reason: "only the sign of a comparison counts, and no two entries have one name",
  },
  {
    file: "runner-cli/src/nearest.ts",
    code: "let last = Array.from({ length: to.length + 1 }, (_, i) => i);",
    changes: ["1 -> (1 + 1)"],
    reason: "the number after the last one is not read",
  },
  {
    file: "runner-cli/src/program/type-text.ts",
    code: 'if (kind.tag === "array") return `[${lines(kind.value, width, indent, used + 2)}]`;',
    changes: ["2 -> (2 + 1)"],
    reason: "what an array holds never fits where the array does not",
  },
  {
    file: "runner-cli/src/program/type-text.ts",
    code: "if (++this.parts > maxParts) return ty;",
    changes: ["> -> >="],
    reason: "the last part has no parts of its own, or the type is too large",
  },
  {
    file: "runner-cli/src/sources/project.ts",
    code: "for (const { name } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {",
    changes: ["< -> <=", "1 -> (1 + 1)"],
    reason: "only the sign of a comparison counts, and no two entries have one name",
  },
  {
    file: "runner-cli/src/sources/starter.ts",
    code: '"input.json": json([movies, 2000, 2]),',
    changes: ["2000 -> (2000 + 1)", "2 -> (2 + 1)"],
    reason: "the sample has no movie of that year, and no third movie since",
  },
  {
    file: "runner-cli/src/sources/starter.ts",
    code: '{ title: "Harbour", year: 1999, rating: 9 },',
    changes: ["9 -> (9 + 1)"],
    reason: "a movie before the year is not shown",
  },
  {
    file: "runner-cli/src/sources/watch.ts",
    code: "#changed = false;",
    changes: ["false -> true"],
    reason: "one more look at the files, which are as they were",
  },
  {
    file: "runner-cli/src/workers/draw-spinner.ts",
    code: "const seconds = Math.floor((Date.now() - start) / 1000);",
    changes: ["1000 -> (1000 + 1)"],
    reason: "a thousandth longer",
  },
  {
    file: "runner-cli/src/workers/serve-interpreter.ts",
    code: "maxProgramBytes: 2 ** 30,",
    changes: ["2 -> (2 + 1)", "30 -> (30 + 1)"],
    reason: "reached by a gibibyte of programs only",
  },
  {
    file: "runner-cli/src/write-file.ts",
    code: 'return join(folder, `.lutra-${randomBytes(12).toString("hex")}.tmp`);',
    changes: ["12 -> (12 + 1)"],
    reason: "the name of the draft need only be unlike others",
  },
  {
    file: "runner-cli/src/write-file.ts",
    code: 'await (await open(draft, "wx", 0o600)).close();',
    changes: ["0o600 -> (0o600 + 1)"],
    reason: "the draft is empty, and removed at once",
  },
  {
    file: "runner-cli/src/write-file.ts",
    code: 'handle = await open(draft, "wx", found === undefined ? 0o666 : 0o600);',
    changes: ["0o600 -> (0o600 + 1)"],
    reason: "others may not read the draft either, and it gets its mode at the end",
  },
  {
    file: "runner-cli/src/write-file.ts",
    code: 'if (process.platform === "win32" && windowsDevices.test(basename(path))) return true;',
    changes: ["true -> false"],
    reason: "only Windows has devices of such names",
  },
];
