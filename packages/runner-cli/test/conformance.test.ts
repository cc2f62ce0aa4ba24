import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AsyncRunner } from "@lutra/runner-async";
import { type BinaryListener, listen } from "@lutra/runner-binary/node";
import { type Report, runnerCases, streamServerCases } from "@lutra/runner-conformance";
import { ErrorCode, type Program, type Run, Runner, RunnerError } from "@lutra/runner-core";
import { listen as listenHttp } from "@lutra/runner-http/node";
import { InterpreterRunner, type PreparedProgram } from "@lutra/runner-interpreter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../src/index.ts";
import { posix } from "../src/runners/posix.ts";
import { cliCommand } from "./cli-process.ts";
import { fakeIo } from "./fake-io.ts";

let scratch: string;
let listener: BinaryListener;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "lutra-cli-"));
  listener = await listen(new AsyncRunner(new InterpreterRunner()));
});
afterAll(async () => {
  await listener.close();
  await rm(scratch, { recursive: true });
});

async function conformance(
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const io = fakeIo();
  const code = await main(["conformance", ...args], io);
  return { code, out: io.out(), err: io.err() };
}

describe("a conformant server", () => {
  test("passes every case, those of its protocol included", async () => {
    const json = join(scratch, "report.json");
    const url = `tcp://${listener.address}`;
    const { code, out, err } = await conformance("--runner", url, "--json", json);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^passed +\d+ ms {2}corpus: the input, a tree$/m);
    expect(out).toMatch(/^passed +\d+ ms {2}hostile client: an empty frame is answered/m);
    const text = await readFile(json, "utf8");
    const report = JSON.parse(text) as Report;
    expect(text).toBe(`${JSON.stringify(report, undefined, 2)}\n`);
    expect(report).toMatchObject({ subject: url, isConformant: true, counts: { failed: 0 } });
    expect(report.results.length).toBe(report.counts.passed);
  });

  test("fails where a case that passes is listed as a known failure", async () => {
    const list = join(scratch, "known-failures.txt");
    await writeFile(list, "corpus: sum # it was once\n");
    const url = `tcp://${listener.address}`;
    const { code, out } = await conformance("--runner", url, "--known-failures", list);
    expect(code).toBe(1);
    expect(out).toMatch(/^unexpected pass +\d+ ms {2}corpus: sum$/m);
  });
});

test("a runner in this process is tested without a protocol", async () => {
  const { code, out } = await conformance("--runner", "interpreter");
  expect(code).toBe(0);
  expect(out).not.toContain("hostile client");
});

/** Executes nothing. */
class Idle extends Runner<undefined> {
  override async prepare(): Promise<undefined> {}
  override async execute(): Promise<Uint8Array> {
    return new Uint8Array(8);
  }
  override async getExternals(): Promise<readonly string[]> {
    return ["repr:sql-duckdb"];
  }
}

/** Does not say what it executes. */
class Silent extends Idle {
  override async getExternals(): Promise<readonly string[]> {
    return ["std::fs"];
  }
}

/** Says once what it executes. */
class Forgetful extends Idle {
  #asked = 0;
  override async getExternals(): Promise<readonly string[]> {
    if (this.#asked++ > 0) throw new RunnerError("forgotten", { code: ErrorCode.EXECUTION_ERROR });
    return await super.getExternals();
  }
}

describe("a server that is not conformant", () => {
  test("fails, and the table says where and how", async () => {
    await using idle = await listen(new Idle());
    const { code, out, err } = await conformance("--runner", `tcp://${idle.address}`);
    expect(code).toBe(1);
    expect(out).toMatch(/^failed +\d+ ms {2}corpus: sum\n +canonical output/m);
    expect(out).toMatch(/^passed +\d+ ms {2}interface: getExternals names the kind/m);
    expect(err).toMatch(/^error: tcp:\S+ is not conformant\n$/);
  });

  test("has not ended as long as it takes calls", async () => {
    await using forgetful = await listen(new Forgetful());
    const { code, err } = await conformance("--runner", `tcp://${forgetful.address}`);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: tcp:\S+ is not conformant\n$/);
  });

  test("is not tested if it does not say which programs it executes", async () => {
    await using silent = await listen(new Silent());
    const { code, err } = await conformance("--runner", `tcp://${silent.address}`);
    expect(code).toBe(1);
    expect(err).toMatch(/does not say which programs it executes\nhelp: its externals need one of/);
  });
});

describe("a server that ends", () => {
  /** Ends its server at the third execution. */
  class Mortal extends Runner<PreparedProgram> {
    readonly #interpreter = new AsyncRunner(new InterpreterRunner());
    #executions = 0;
    onDeath = async (): Promise<void> => {};

    override async prepare(program: Program): Promise<PreparedProgram> {
      return await this.#interpreter.prepare(program);
    }
    override async execute(prepared: PreparedProgram, input: Uint8Array): Promise<Uint8Array> {
      if (++this.#executions === 3) void this.onDeath();
      return await this.#interpreter.execute(prepared, input);
    }
    override async getExternals(): Promise<readonly string[]> {
      return await this.#interpreter.getExternals();
    }
  }

  test.each([
    ["TCP", "tcp", (runner: Run) => listen(runner), streamServerCases.length],
    ["HTTP", "http", (runner: Run) => listenHttp(runner, { allowAnyone: true }), 0],
  ] as const)("over %s is told with the case, and no other case fails", async (_, scheme, open, more) => {
    const runner = new Mortal();
    const server = await open(runner);
    runner.onDeath = () => server.close(0);
    const json = join(scratch, `${scheme}.json`);
    const url = `${scheme}://${server.address}`;
    const { code, out, err } = await conformance("--runner", url, "--json", json);
    expect(code).toBe(1);
    const told = /^error: \S+ ended during the case "\w+: .*": .*\nhelp: (\d+) cases were not run;/.exec(err);
    expect(out.match(/^failed/gm)).toHaveLength(1);
    const report = JSON.parse(await readFile(json, "utf8")) as Report;
    expect(report.counts.failed).toBe(1);
    const total = runnerCases("bytecodeLt").length + more;
    expect(report.results.length + Number(told?.[1])).toBe(total);
  }); // prettier-ignore
});

describe("errors", () => {
  test.each([
    ["no runner", [], 2, /conformance needs --runner URL/],
    ["a list that is not there", ["-r", "interpreter", "--known-failures", "nowhere.txt"], 1, /cannot read nowhere\.txt/],
  ] as const)("%s", async (_, args, exitCode, message) => {
    const { code, err } = await conformance(...args);
    expect(code).toBe(exitCode);
    expect(err).toMatch(message);
  }); // prettier-ignore
});

describe("the bare streams of an executable", () => {
  test("carry frames", async () => {
    const command = [...cliCommand, "serve", "--runner", "interpreter", "--stdio"];
    const rest = command.map((word) => `'${word}'`).join(" ");
    const stream = await posix.openStream?.({ scheme: "posix", rest });
    const writer = stream?.writable.getWriter();
    await writer?.write(new Uint8Array([9, 0, 0, 0, 5, 0, 0, 0, 3, 0, 0, 0, 0]));
    const answer = await stream?.readable.getReader().read();
    expect(answer?.value?.subarray(4, 10)).toEqual(new Uint8Array([5, 0, 0, 0, 3, 4]));
    await writer?.close();
  });

  test("of a command that does not exist are an error", async () => {
    const opening = posix.openStream?.({ scheme: "posix", rest: "no-such-runner" });
    await expect(opening).rejects.toThrow(/ENOENT/);
  });
});
