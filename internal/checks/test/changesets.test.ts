import { expect, it } from "vitest";
import { packagesOfChangeset } from "../src/changesets.ts";

it.each([
  ['---\n"@lutra/bin": minor\n---\n\nCodecs.\n', ["@lutra/bin"]],
  [
    "---\n'@lutra/bin': patch\n\"@lutra/runner-core\": major\n---\nText\n",
    ["@lutra/bin", "@lutra/runner-core"],
  ],
  ["---\n---\nNothing to release.\n", []],
  ['No front matter.\n"@lutra/bin": minor\n', []],
])("reads the packages of %j", (text, names) => {
  expect(packagesOfChangeset(text)).toEqual(names);
});
