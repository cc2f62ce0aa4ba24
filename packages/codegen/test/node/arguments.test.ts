import { expect, it } from "vitest";
import { readArguments, UsageError } from "../../src/node/arguments.ts";

it.each<readonly [args: string, setting: object]>([
  ["--repr sql-pg,bytecode-lt", { repr: ["sql-pg", "bytecode-lt"] }],
  ["--lutra target/lutra", { lutra: "target/lutra" }],
  ["--programs hash --server-out b.ts", { programs: "hash", serverOut: "b.ts" }],
  ["--codecs combinators", { codecs: "combinators" }],
  ["--no-client", { client: false }],
  ["--no-docs", { docs: false }],
  ["--sync", { sync: true }],
  ["--force", { force: true }],
  ["--brand ** --brand a::b", { brand: ["**", "a::b"] }],
  ["--include a --exclude b", { include: ["a"], exclude: ["b"] }],
  ["--values int64=number,date=iso", { values: { int64: "number", date: "iso" } }],
  ["--name a::b=c --name d=e=f", { names: { "a::b": "c", d: "e=f" } }],
])("takes %s for the setting %j", (args, setting) => {
  const { outputs } = readArguments(["folder", "--out", "out.ts", ...args.split(" ")]);
  expect(outputs).toEqual([{ from: "folder", out: "out.ts", ...setting }]);
});

it("takes what is to be done beside settings, and settings from a file without any", () => {
  const nothing = { config: undefined, check: false, watch: false, json: false };
  expect(readArguments([])).toEqual({ ...nothing, outputs: undefined });
  expect(readArguments(["--check", "--json", "--config", "a.json"])).toEqual({
    ...nothing,
    check: true,
    json: true,
    config: "a.json",
    outputs: undefined,
  });
  const natives = ["--natives", "acme"];
  expect(readArguments(["--project", "src", "--out", "a.ts", "--watch", ...natives])).toEqual({
    ...nothing,
    watch: true,
    outputs: [{ project: "src", out: "a.ts", natives: ["acme"] }],
  });
});

it.each([
  ["a b", "one FOLDER at a time, got a b"],
  ["--check --watch", "--check and --watch exclude each other"],
  ["--config a.json --out a.ts", "no other option does"],
  ["a --config a.json", "no other option does"],
  ["a --out a.ts --name =b", "--name takes PATH=NAME, got =b"],
  ["a --out a.ts --name b", "--name takes PATH=NAME, got b"],
  ["--color", "Unknown option '--color'"],
])("refuses %s", (args, message) => {
  const read = (): unknown => readArguments(args.split(" "));
  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
});
