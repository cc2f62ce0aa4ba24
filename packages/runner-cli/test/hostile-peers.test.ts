import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { escapeControls } from "@lutra/bin/render";
import { listen } from "@lutra/runner-binary/node";
import { type Program, Runner, RunnerError } from "@lutra/runner-core";
import { listen as listenHttp } from "@lutra/runner-http/node";
import { createRandom, type Random } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { main } from "../src/index.ts";
import { terminalText } from "../src/terminal-text.ts";
import { fakeIo } from "./fake-io.ts";

const movies = fileURLToPath(new URL("../../../examples/programs/movie-search/", import.meta.url));
const run = ["run", join(movies, "program.bytecode-lt.rr.ld"), "-i", join(movies, "input.ld")];

const obeyed =
  // oxlint-disable-next-line no-control-regex -- these must not be there
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

const hostile = ["\u001b[2J", "\u009b31m", "\u0007", "\b", "\r", "\u001b]0;owned\u0007", "\u202e", "\u2066", "\u2028", "\u0085", "\u007f", "\u{e0041}", "\ufeff", "\nhelp: run this", "\nerror: forged", "\0"]; // prettier-ignore

function hostileText(random: Random): string {
  const words = ["table", "no such", "🦦", "größe", " "];
  return Array.from({ length: 1 + random.below(6) }, () =>
    random.oneIn(2) ? random.pick(hostile) : random.pick(words),
  ).join("");
}

/** Answers everything with text that a terminal would obey. */
class HostileRunner extends Runner<Program> {
  readonly #random: Random;
  readonly #failsIn: "prepare" | "execute";

  constructor(random: Random, failsIn: "prepare" | "execute") {
    super();
    this.#random = random;
    this.#failsIn = failsIn;
  }

  #error(): Error {
    const message = hostileText(this.#random);
    return this.#random.oneIn(3)
      ? new Error(message)
      : new RunnerError(message, { code: hostileText(this.#random) as "TIMEOUT" });
  }

  override async prepare(program: Program): Promise<Program> {
    if (this.#failsIn === "prepare") throw this.#error();
    return program;
  }

  override async execute(): Promise<Uint8Array> {
    if (this.#random.oneIn(3)) return new TextEncoder().encode(hostileText(this.#random));
    throw this.#error();
  }

  override async getInterface(): Promise<string> {
    if (this.#random.oneIn(3)) throw this.#error();
    return `# ${hostileText(this.#random)}\nfunc ${hostileText(this.#random)}(): Int64`;
  }

  override async getExternals(): Promise<readonly string[]> {
    return ["repr:bytecode-lt", hostileText(this.#random)];
  }
}

/** Runs the command on a terminal and returns all that reaches it. */
async function terminal(args: readonly string[]): Promise<string> {
  const io = fakeIo({ terminal: true });
  await main(args, io);
  return io.out() + io.err();
}

/** Returns the lines that begin as the command's own do. */
function ownLines(text: string): readonly string[] {
  return text.split("\n").filter((line) => /^(?:error|help|warning)\b/.test(line));
}

describe.each(["prepare", "execute"] as const)("a runner that is hostile in %s", (failsIn) => {
  test("reaches no terminal over TCP or HTTP", async () => {
    const runner = new HostileRunner(createRandom(12), failsIn);
    await using tcp = await listen(runner);
    await using http = await listenHttp(runner, { allowAnyone: true });
    const lines: number[] = [];
    for (const url of [`tcp://${tcp.address}`, `http://${http.address}`]) {
      for (let i = 0; i < 15; i++) {
        for (const args of [run, ["interface"]]) {
          const text = await terminal([...args, "--runner", url]);
          expect(text).not.toMatch(obeyed);
          // An interface is printed as it is, on standard output.
          if (args === run) lines.push(ownLines(text).length);
        }
      }
    }
    expect(Math.max(...lines)).toBeLessThanOrEqual(2);
  });

  test("reaches no terminal through the report of conformance", async () => {
    await using tcp = await listen(new HostileRunner(createRandom(13), failsIn));
    const text = await terminal(["conformance", "--runner", `tcp://${tcp.address}`]);
    expect(text).not.toMatch(obeyed);
  });
});

test("a server that is no runner reaches no terminal with its page", async () => {
  const random = createRandom(14);
  const server = createServer((_, response) => {
    response.writeHead(random.oneIn(2) ? 200 : 502, { "content-type": "text/html" });
    response.end(`<html>${hostileText(random)}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  for (let i = 0; i < 10; i++) {
    expect(await terminal(["interface", "-r", `http://127.0.0.1:${port}`])).not.toMatch(obeyed);
    expect(await terminal(["interface", "-r", `tcp://127.0.0.1:${port}`])).not.toMatch(obeyed);
  }
  server.close();
  server.closeAllConnections();
});

test("an executable's last words reach no terminal", async () => {
  const script = `process.stderr.write("\\u001b[2J\\u009b31m\\u202e gone\\nhelp: x\\n", () => process.exit(3))`;
  const text = await terminal([...run, "-r", `posix:'${process.execPath}' -e '${script}'`]);
  expect(text).toContain("gone");
  expect(text).not.toMatch(obeyed);
  expect(ownLines(text).length).toBeLessThanOrEqual(2);
});

test("an interface that is piped keeps what names may need, and no controls", async () => {
  class Persian extends HostileRunner {
    override async getInterface(): Promise<string> {
      return "# می\u200cخواهم \u001b[2J\r\n";
    }
  }
  await using tcp = await listen(new Persian(createRandom(1), "prepare"));
  const io = fakeIo();
  await main(["interface", "-r", `tcp://${tcp.address}`], io);
  expect(io.out()).toBe("# می\u200cخواهم \\x1B[2J\n");
});

test("texts are kept but for what a terminal obeys", () => {
  expect(escapeControls("a\u001b[1mb\n\tc\u202e👩\u200d🚀")).toBe(
    "a\\x1B[1mb\\n\\tc\\u{202e}👩\u200d🚀",
  );
  expect(terminalText("a\r\nb\tc\rd")).toBe("a\nb\tc\\rd");
  const random = createRandom(3);
  for (let i = 0; i < 1000; i++) {
    const text = hostileText(random) + String.fromCharCode(random.below(0x10000));
    expect(escapeControls(text)).not.toMatch(/\n/);
    expect(escapeControls(text)).not.toMatch(obeyed);
  }
});

describe("an output that cannot be shown", () => {
  class Effect extends Runner<Program> {
    override async prepare(program: Program): Promise<Program> {
      return program;
    }
    override async execute(): Promise<Uint8Array> {
      return new Uint8Array([1]);
    }
  }

  test("is told after the program ran, with the code of what failed", async () => {
    await using tcp = await listen(new Effect());
    const text = await terminal([...run, "--runner", `tcp://${tcp.address}`]);
    expect(text).toMatch(/^error\[DECODE_ERROR\]: the program ran, but its output is lost: /m);
    expect(text).toMatch(
      /^help: what the program did is done, and running it again does it again/m,
    );
  });

  test("is told where the output cannot be written", async () => {
    await using tcp = await listen(new Effect());
    const args = [...run, "--runner", `tcp://${tcp.address}`, "-f", "lt", "-o", "/dev/full"];
    const text = await terminal(args);
    expect(text).toMatch(/the program ran, but its output is lost: /);
  });

  test("is refused before the program runs if it is bytes for a terminal", async () => {
    expect(await terminal([...run, "-f", "ld"])).toMatch(/^error\[usage\]: ld is bytes/);
  });
});
