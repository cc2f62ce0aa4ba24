import { checkBytes, checkSame } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { probeExternals, probeInterface, probeProgram } from "./probe-runner.ts";
import { pattern, prepareProbe, type TransportSubject, withClient } from "./subject.ts";

/** Around the sizes at which transports copy, batch, split or transfer. */
const sizes = [0, 1, 2, 255, 4095, 32_767, 32_768, 65_535, 65_536, 65_537, 1_048_577];

/** Cases on messages, which must arrive as they were sent. */
export const messageCases: readonly ConformanceCase<TransportSubject>[] = [
  {
    group: "messages",
    name: "inputs and outputs arrive as they were sent, whatever their size",
    run: (subject) =>
      withClient(subject, async (client) => {
        const echo = await prepareProbe(client, { do: "echo" });
        for (const size of sizes) {
          const input = pattern(size);
          checkBytes(await echo(input), pattern(size), `output of ${size} bytes`);
        }
      }),
  },
  {
    group: "messages",
    name: "an input is taken from where it lies in its buffer",
    run: (subject) =>
      withClient(subject, async (client) => {
        const echo = await prepareProbe(client, { do: "echo" });
        const buffer = pattern(100_000);
        const outputs = await Promise.all([echo(buffer.subarray(5, 9)), echo(buffer.subarray(9))]);
        checkBytes(outputs[0], buffer.subarray(5, 9), "a small output");
        checkBytes(outputs[1], buffer.subarray(9), "a large output");
      }),
  },
  {
    group: "messages",
    name: "programs arrive as they were sent",
    run: (subject) =>
      withClient(subject, async (client) => {
        for (const length of [0, 100, 70_000]) {
          const probe = { do: "program", padding: "ž".repeat(length) } as const;
          const bytes = await (await prepareProbe(client, probe))();
          checkBytes(bytes, probeProgram(probe).bytes, "the program");
        }
      }),
  },
  {
    group: "messages",
    name: "the interface and the externals arrive as the runner gives them",
    run: (subject) =>
      withClient(subject, async (client) => {
        checkSame(await client.getInterface(), probeInterface, "interface");
        const externals = await client.getExternals();
        checkSame(JSON.stringify(externals), JSON.stringify(probeExternals), "externals");
      }),
  },
];
