import type { RunnerError } from "@lutra/runner-core";
import { begun, checkSame, pauseOf, rejection } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { echo, remainderOfTen, type RunnerSubject, withRunner } from "./subject.ts";

/** Calls that their caller gives up. */
export const abortCases: readonly ConformanceCase<RunnerSubject>[] = [
  {
    group: "abort",
    name: "a call whose signal is aborted already rejects with the signal's reason",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const typed = echo(subject);
        const reason = { why: "not needed any more" };
        const options = { signal: AbortSignal.abort(reason) };
        const prepared = await runner.prepare(typed.program);
        const encoded = typed.input.encode("given up");
        const { prepare, execute, run } = {
          prepare: runner.prepare(typed.program, options),
          execute: runner.execute(prepared, encoded, options),
          run: runner.run(typed, "given up", options),
        };
        const reasons = await Promise.all([
          rejection(prepare, "prepare"),
          rejection(execute, "execute"),
          rejection(run, "run"),
        ]);
        for (const found of reasons) checkSame(found, reason, "reason");
      }),
  },
  {
    group: "abort",
    name: "calls that are aborted while they wait reject with the reason, and later calls get their own outputs",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { program, input, output } = echo(subject);
        const prepared = await runner.prepare(program);
        const reason = new Error("given up");
        const abort = new AbortController();
        const call = async (text: string, signal?: AbortSignal): Promise<string> =>
          output.decode(await runner.execute(prepared, input.encode(text), signal && { signal }));
        // Few enough for Node, which warns of a leak from 11 listeners on.
        const aborted = Array.from({ length: 5 }, (_, i) =>
          begun(
            call(`aborted ${i}`, abort.signal).then(
              (text) => checkSame(text, `aborted ${i}`, "output of a call that was quicker"),
              (error: unknown) => checkSame(error, reason, "reason"),
            ),
          ),
        );
        const kept = Array.from({ length: 20 }, (_, i) => begun(call(`kept ${i}`)));
        abort.abort(reason);
        await Promise.all(aborted);
        for (const [i, text] of (await Promise.all(kept)).entries()) {
          checkSame(text, `kept ${i}`, "output");
        }
        checkSame(await call("later"), "later", "output");
      }),
  },
  {
    group: "abort",
    name: "a call that is aborted at any time ends as its program does, or with the reason",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const reason = new Error("given up");
        const ends = async (call: Promise<unknown>, expected: string): Promise<void> => {
          const end = await call.then(String, (error: unknown) =>
            error === reason ? expected : (error as RunnerError).code,
          );
          checkSame(end, expected, "end of an aborted call");
        };
        for (let length = 0; length < 36; length++) {
          const abort = new AbortController();
          const { signal } = abort;
          const text = `text ${length}`;
          const calls = [
            begun(ends(runner.run(echo(subject), text, { signal }), text)),
            begun(ends(runner.run(remainderOfTen(subject), 0, { signal }), "EXECUTION_ERROR")),
          ];
          await pauseOf(length);
          abort.abort(reason);
          await Promise.all(calls);
        }
        checkSame(await runner.run(echo(subject), "later"), "later", "output");
      }),
  },
  {
    group: "abort",
    name: "a call that has settled leaves no listener on its signal",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const { signal } = new AbortController();
        const listeners = new Set<unknown>();
        const add = signal.addEventListener.bind(signal);
        const remove = signal.removeEventListener.bind(signal);
        signal.addEventListener = (...args: Parameters<typeof add>): void => {
          listeners.add(args[1]);
          add(...args);
        };
        signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
          listeners.delete(args[1]);
          remove(...args);
        };
        for (let i = 0; i < 5; i++) await runner.run(echo(subject), "some text", { signal });
        checkSame(listeners.size, 0, "listeners that are left after 5 calls");
      }),
  },
  {
    group: "abort",
    name: "an abort after the call has settled changes nothing",
    run: (subject) =>
      withRunner(subject, async (runner) => {
        const abort = new AbortController();
        const { signal } = abort;
        checkSame(await runner.run(echo(subject), "before", { signal }), "before", "output");
        abort.abort();
        checkSame(await runner.run(echo(subject), "after"), "after", "output");
      }),
  },
];
