import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../../../../", import.meta.url));
const file = fileURLToPath(new URL("../typed-input.test-d.ts", import.meta.url));

// The file expects an error at each place, so that none there is an error too.
test.each([
  { exactOptionalPropertyTypes: true },
  { exactOptionalPropertyTypes: false },
  { exactOptionalPropertyTypes: false, noUncheckedIndexedAccess: false },
])("inputs have the same errors under %j", (flags) => {
  const { config } = ts.readConfigFile(`${folder}/tsconfig.base.json`, (path) =>
    ts.sys.readFile(path),
  ) as {
    readonly config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram([file], { ...options, ...flags });
  const found = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  expect(found).toEqual([]);
});
