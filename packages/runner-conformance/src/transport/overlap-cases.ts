import type { Run, RunnerError } from "@lutra/runner-core";
import {
  begun,
  check,
  checkBytes,
  checkSame,
  delay,
  eventually,
  pauseOf,
  rejection,
  within,
} from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { type Probe, probeProgram } from "./probe-runner.ts";
import {
  pattern,
  prepareProbe,
  probeCounts,
  seededNumbers,
  type TransportSubject,
  withClient,
} from "./subject.ts";

/** Returns an input that waits for some milliseconds, and is unlike that of every other call. */
function waitInput(ms: number, call: number): Uint8Array {
  return new Uint8Array([ms, ...pattern(call)]);
}

const givenUp = new Error("given up");

/**
 * Prepares and executes a program that no other call has. Half of the programs fail.
 *
 * @throws ConformanceError unless the call ends as the program says, or with the reason of the abort
 */
async function anyCall(
  client: Run,
  choice: number,
  call: number,
  signal: AbortSignal,
): Promise<void> {
  const display = `call ${call}`;
  const probe: Probe = (
    [
      { do: "program", padding: display },
      { do: "wait" },
      { do: "program", padding: display },
      { do: "fail", display },
      { do: "throw", value: display },
      { do: "refuse", display },
    ] as const
  )[choice % 6]!;
  const program = probeProgram(probe);
  const fails = choice % 6 > 2;
  try {
    const prepared = await client.prepare(program, { signal });
    const output = await client.execute(prepared, waitInput(2, call), { signal });
    check(!fails, `${display}: expected an error`);
    checkBytes(output, probe.do === "wait" ? waitInput(2, call) : program.bytes, display);
    await client.release(prepared);
  } catch (error) {
    if (error === givenUp || (fails && (error as Error).message === display)) return;
    throw error;
  }
}

/** Calls that overlap, and calls that are given up meanwhile. */
export const overlapCases: readonly ConformanceCase<TransportSubject>[] = [
  {
    group: "overlap",
    name: "of 1000 calls by 50 callers none is lost and none is swapped",
    run: (subject) =>
      withClient(subject, async (client) => {
        const wait = await prepareProbe(client, { do: "wait" });
        const random = seededNumbers(1);
        const callers = Array.from({ length: 50 }, async (_, caller) => {
          for (let i = 0; i < 20; i++) {
            const input = waitInput(random(4), caller * 20 + i);
            checkBytes(await wait(input), input, `output of call ${i} of caller ${caller}`);
          }
        });
        await Promise.all(callers);
      }),
  },
  {
    group: "overlap",
    name: "an abort at any time gives no call the output of another",
    run: (subject) =>
      withClient(subject, async (client) => {
        const wait = await prepareProbe(client, { do: "wait" });
        const random = seededNumbers(2);
        const reason = new Error("given up");
        for (let round = 0; round < 150; round++) {
          const abort = new AbortController();
          const given = waitInput(random(4), 2 * round);
          const kept = waitInput(random(3), 2 * round + 1);
          const first = begun(
            wait(given, abort.signal).then(
              (output) => checkBytes(output, given, "output of a call that was quicker"),
              (error: unknown) => checkSame(error, reason, "reason"),
            ),
          );
          const second = begun(wait(kept));
          const pauseMs = random(5);
          if (pauseMs > 0) await delay(pauseMs - 1);
          abort.abort(reason);
          await first;
          checkBytes(await second, kept, `output of round ${round}`);
        }
      }),
  },
  {
    group: "overlap",
    name: "calls that fail, are given up or cut off at any time settle, each with an end of its own",
    run: (subject) =>
      withClient(subject, async (client) => {
        const random = seededNumbers(3);
        for (let round = 0; round < 60; round++) {
          const abort = new AbortController();
          const calls = Array.from({ length: 4 }, (_, i) =>
            begun(anyCall(client, random(6), 4 * round + i, abort.signal)),
          );
          await pauseOf(random(40));
          abort.abort(givenUp);
          await within(10_000, Promise.all(calls), "the end of every call");
        }
        const calls = Array.from({ length: 8 }, (_, i) =>
          begun(
            anyCall(client, i, 240 + i, new AbortController().signal).catch((error: unknown) =>
              checkSame((error as RunnerError).code, "CONNECTION_CLOSED", "code of a call cut off"),
            ),
          ),
        );
        await pauseOf(random(40));
        await client.shutdown();
        await within(10_000, Promise.all(calls), "the end of every call after a shutdown");
      }),
  },
  {
    group: "overlap",
    name: "an abort ends the wait at once",
    run: (subject) =>
      withClient(subject, async (client) => {
        const wait = await prepareProbe(client, { do: "wait" });
        const abort = new AbortController();
        let isAnswered = false;
        const kept = begun(wait(waitInput(250, 1)).then(() => (isAnswered = true)));
        const call = begun(rejection(wait(waitInput(250, 2), abort.signal), "an aborted call"));
        await delay(0);
        // On a machine that stood still meanwhile, the answer says nothing.
        const isInTime = !isAnswered;
        abort.abort("given up");
        checkSame(await call, "given up", "reason");
        check(!isInTime || !isAnswered, "the abort waited for an answer");
        await kept;
      }),
  },
  {
    group: "overlap",
    name: "an abort reaches the runner",
    needs: ["cancel"],
    run: (subject) =>
      withClient(subject, async (client) => {
        const hang = await prepareProbe(client, { do: "hang" });
        const abort = new AbortController();
        const call = begun(rejection(hang(undefined, abort.signal), "an aborted call"));
        // Else it might be taken back before it started.
        await eventually(
          async () => (await probeCounts(client)).hung === 1,
          "the start on the runner",
        );
        abort.abort("given up");
        checkSame(await call, "given up", "reason");
        await eventually(
          async () => (await probeCounts(client)).aborted === 1,
          "the abort on the runner; send it in `cancel` of the client and give the server's session a signal, or pass " +
            'lacks: ["cancel"]',
        );
      }),
  },
];
