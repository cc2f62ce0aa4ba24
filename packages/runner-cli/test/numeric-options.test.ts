import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cliCommand, CliProcess } from "./cli-process.ts";
import { lutra } from "./fake-io.ts";

const movies = fileURLToPath(new URL("../../../examples/programs/movie-search/", import.meta.url));
const run = ["run", join(movies, "program.bytecode-lt.rr.ld"), "-i", join(movies, "input.ld")];
const server = [...cliCommand, "serve", "--runner", "interpreter", "--stdio"];
const posix = `posix:${server.map((word) => `'${word}'`).join(" ")}`;

const refused = ["NaN", "-1", "0", "0.5", "Infinity", "", "1e3", "0x10", " 5", "9007199254740992"];
const whole = ["1000000", `${2 ** 31}`, "3000000", `${Number.MAX_SAFE_INTEGER}`];

describe.each([
  ["run --max-steps", [...run, "--max-steps"]],
  ["run --timeout", [...run, "-r", posix, "--timeout"]],
  ["serve --max-steps", ["serve", "-r", "interpreter", "--stdio", "--max-steps"]],
  [
    "serve --drain",
    ["serve", "-r", "interpreter", "--http", "127.0.0.1:0", "--allow-anyone", "--drain"],
  ],
  ["conformance --max-steps", ["conformance", "-r", "interpreter", "--max-steps"]],
])("%s", (_, args) => {
  const option = args.at(-1) ?? "";

  test.each(refused)("refuses %j by name", async (value) => {
    const { code, err } = await lutra(...args.slice(0, -1), `${option}=${value}`);
    const reason = value === "" ? "= has no value" : " takes a whole number above 0, got ";
    expect(err).toContain(`${option}${reason}`);
    expect(code).toBe(2);
  });
});

test.each(whole)("a run in this process may take %s steps", async (steps) => {
  expect(await lutra(...run, "--max-steps", steps)).toMatchObject({ code: 0, err: "" });
});

test.each(whole)("a run elsewhere may take %s seconds", async (seconds) => {
  expect(await lutra(...run, "-r", posix, "--timeout", seconds)).toMatchObject({
    code: 0,
    err: "",
  });
});

test("a run does not wait for the time that it may take", async () => {
  await using limited = new CliProcess([...run, "-r", posix, "--timeout", "1000"]);
  expect(await limited.ended()).toBe(0);
});

test.each([...refused.filter((port) => port !== "0"), "65536", "99999"])(
  "a port of %j is refused",
  async (port) => {
    for (const args of [
      ["serve", "-r", "interpreter", `--at=127.0.0.1:${port}`],
      ["inspect", `--at=127.0.0.1:${port}`, "--to=127.0.0.1:1"],
      [...run, "-r", `tcp://127.0.0.1:${port}`],
    ]) {
      expect(await lutra(...args)).toMatchObject({ code: 2 });
    }
  },
);
