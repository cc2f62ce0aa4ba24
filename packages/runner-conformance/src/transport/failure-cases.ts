import type { Run } from "@lutra/runner-core";
import { checkSame, runnerError } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { type Probe, probeProgram } from "./probe-runner.ts";
import { prepareProbe, type TransportSubject, withClient } from "./subject.ts";

const displays = ["boom", "line one\nline two", "žluťoučký 🦦", "x".repeat(10_000)];
const codes = ["EXECUTION_ERROR", "LIMIT_EXCEEDED", "PROGRAM_NOT_SO", "mine-42"];

/** Prepares and executes a program. A refusal may arrive when the program is prepared or when it is executed first. */
async function prepareAndExecute(client: Run, probe: Probe): Promise<Uint8Array> {
  return await client.execute(await client.prepare(probeProgram(probe)), new Uint8Array());
}

/** Cases on errors, which must arrive with message and code. */
export const failureCases: readonly ConformanceCase<TransportSubject>[] = [
  {
    group: "errors",
    name: "an execution's error arrives with its message and its code",
    run: (subject) =>
      withClient(subject, async (client) => {
        for (const [i, display] of displays.entries()) {
          const code = codes[i] ?? "";
          const call = prepareAndExecute(client, { do: "fail", display, code });
          checkSame((await runnerError(call, display, code)).message, display, "message");
        }
      }),
  },
  {
    group: "errors",
    name: "a refusal arrives with its message and its code",
    run: (subject) =>
      withClient(subject, async (client) => {
        for (const [i, display] of displays.entries()) {
          const code = codes[i] ?? "";
          const call = prepareAndExecute(client, { do: "refuse", display, code });
          checkSame((await runnerError(call, display, code)).message, display, "message");
        }
      }),
  },
  {
    group: "errors",
    name: "errors without a code get EXECUTION_ERROR or PREPARE_ERROR",
    run: (subject) =>
      withClient(subject, async (client) => {
        const fail = prepareAndExecute(client, { do: "fail", display: "boom" });
        await runnerError(fail, "a failed execution", "EXECUTION_ERROR");
        const refuse = prepareAndExecute(client, { do: "refuse", display: "no" });
        await runnerError(refuse, "a refused program", "PREPARE_ERROR");
      }),
  },
  {
    group: "errors",
    name: "whatever a runner throws arrives as an error",
    run: (subject) =>
      withClient(subject, async (client) => {
        const call = prepareAndExecute(client, { do: "throw", value: "just text" });
        const { message } = await runnerError(call, "thrown text", "EXECUTION_ERROR");
        checkSame(message, "just text", "message");
      }),
  },
  {
    group: "errors",
    name: "an error ends its own call only",
    run: (subject) =>
      withClient(subject, async (client) => {
        const fail = await prepareProbe(client, { do: "fail", display: "boom" });
        const echo = await prepareProbe(client, { do: "echo" });
        const calls = Array.from({ length: 30 }, async (_, i) => {
          if (i % 2 === 0) await runnerError(fail(), "fail", "EXECUTION_ERROR");
          else checkSame((await echo(new Uint8Array([i])))[0], i, "output");
        });
        await Promise.all(calls);
      }),
  },
];
