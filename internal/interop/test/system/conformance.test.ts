import { fileURLToPath } from "node:url";
import { main } from "@lutra/runner-cli";
import { expect, test } from "vitest";
import { buildPeer } from "../../src/index.ts";

const { path: peer } = await buildPeer();
const list = fileURLToPath(new URL("../../rust-known-failures.txt", import.meta.url));

test.skipIf(peer === undefined)(
  "the original's server passes the conformance cases but those that are listed",
  { timeout: 120_000 },
  async () => {
    let [out, err] = ["", ""];
    const exitCode = await main(
      ["conformance", "--runner", `posix:'${peer}' serve-stdio`, "--known-failures", list],
      {
        env: {},
        stdin: (async function* () {})(),
        stdout: { isTerminal: false, write: async (chunk) => void (out += String(chunk)) },
        stderr: { isTerminal: false, write: async (chunk) => void (err += String(chunk)) },
        interrupted: new AbortController().signal,
      },
    );
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(out).toMatch(/\n54 passed, 10 known failure\n$/);
  },
);
