// Aborts and lost connections at exact bytes, at the full figures; `../client.test.ts` has small versions in memory.
import { program } from "@lutra-internal/testing/programs";
import { expect, onTestFinished, test } from "vitest";
import { EchoRunner } from "@lutra-internal/testing";
import {
  type Direction,
  type ExactLink,
  Links,
  payloadStart,
  type Stop,
} from "../support/exact-link.ts";

const sizes = [8, 4096];

/** Moment of a call at which something happens. */
interface Moment {
  /** Size of the call's input. */
  readonly size: number;
  readonly direction: Direction;
  /** Number of bytes of the request or of the response that have been handled at their other end. */
  readonly at: number;
  /** `true` if that is the whole frame. */
  readonly isEnd: boolean;
}

/**
 * Returns every byte of the length prefix and of the head, then every byte of a small payload, and the bounds of a
 * large one.
 */
function momentsIn(direction: Direction, size: number): Moment[] {
  const start = payloadStart[direction];
  const inPayload = size <= 8 ? range(1, size) : [1, size >> 1, size - 1, size];
  const places = [...range(0, start), ...inPayload.map((bytes) => start + bytes)];
  return places.map((at) => ({ size, direction, at, isEnd: at === start + size }));
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Returns an input that says whose it is. */
function inputOf(size: number, caller: number, call: number): Uint8Array {
  const input = new Uint8Array(size).fill(1);
  new DataView(input.buffer).setUint32(0, caller);
  new DataView(input.buffer).setUint32(4, call);
  return input;
}

const callOf = (payload: Uint8Array): number =>
  new DataView(payload.buffer, payload.byteOffset).getUint32(4);

test("10,000 calls that are aborted at every byte behind a slow proxy never get another's reply", async () => {
  const links = new Links();
  onTestFinished(() => links.close());
  const runner = new EchoRunner();
  const moments = sizes.flatMap((size) => [
    undefined, // before anything is sent
    ...momentsIn("request", size),
    ...momentsIn("reply", size),
  ]);
  const counts = { answered: 0, aborted: 0, swapped: 0, reused: 0, unasked: 0, outstanding: 0 };
  let wholeReplies = 0;

  const open: { link: ExactLink; stops: Map<number, Stop & { direction: Direction }> }[] = [];
  for (let number = 0; number < 50; number++) {
    const stops = new Map<number, Stop & { direction: Direction }>();
    const link = await links.connect(runner, {
      delayMs: 100,
      stopIn: (direction, payload) => {
        const stop = stops.get(callOf(payload));
        return stop?.direction === direction ? stop : undefined;
      },
    });
    open.push({ link, stops });
  }

  const caller = async ({ link, stops }: (typeof open)[number], number: number): Promise<void> => {
    const { client } = link;
    const handle = await client.prepare(program);
    const round = async (i: number): Promise<void> => {
      const moment = moments[(number * 200 + i) % moments.length];
      const input = inputOf(moment?.size ?? 8, number, i);
      const controller = new AbortController();
      const abort = (): void => controller.abort(reason);
      const reason = new Error(JSON.stringify(moment));
      if (moment !== undefined)
        stops.set(i, { direction: moment.direction, at: moment.at, act: abort });
      const isAnswered = moment?.direction === "reply" && moment.isEnd;
      if (isAnswered) wholeReplies++;
      const call = client.execute(handle, input, { signal: controller.signal });
      if (moment === undefined) abort();
      try {
        const output = await call;
        if (Buffer.compare(output, input) !== 0) counts.swapped++;
        else if (isAnswered) counts.answered++;
        else throw new Error(`answered in spite of an abort: ${reason.message}`);
      } catch (error) {
        if (error !== reason || isAnswered) throw error;
        counts.aborted++;
      }
    };
    for (let batch = 0; batch < 20; batch++)
      await Promise.all(range(batch * 10, batch * 10 + 9).map(round));
    await client.release(handle);
    counts.reused += link.wrong.reused;
    counts.unasked += link.wrong.unasked;
    // Late replies did arrive, and were dropped: a release is answered after them.
    counts.outstanding += link.outstanding.size;
  };
  await Promise.all(open.map(caller));

  expect(wholeReplies).toBeGreaterThan(100);
  expect(counts).toEqual({
    answered: wholeReplies,
    aborted: 10_000 - wholeReplies,
    swapped: 0,
    reused: 0,
    unasked: 0,
    outstanding: 0,
  });
  expect(runner).toMatchObject({ prepares: 50, releases: 50, executes: 10_000 });
});

test.each([
  ["request", "end"],
  ["request", "reset"],
  ["reply", "end"],
  ["reply", "reset"],
] as const)(
  "a connection that dies at every byte of a %s, by %s, settles every call and leaves nothing",
  async (direction, how) => {
    const links = new Links();
    onTestFinished(() => links.close());
    for (const moment of sizes.flatMap((size) => momentsIn(direction, size))) {
      const { size, at, isEnd } = moment;
      const runner = new EchoRunner();
      // While requests are cut, the one before is at the runner; while replies are, all requests have been executed.
      runner.hold = direction === "request";
      const stop: Stop = { at, act: () => link.die(how) };
      const link = await links.connect(runner, {
        endGraceMs: 10,
        stopIn: (where, payload) =>
          where === direction && callOf(payload) === 1 ? stop : undefined,
      });
      const { client, connection } = link;
      const handle = await client.prepare(program);
      const inputs = range(0, 2).map((call) => inputOf(size, 0, call));
      const results = await Promise.allSettled(
        inputs.map((input) => client.execute(handle, input)),
      );
      const error = await client.closed;
      await connection.closed;

      const answered = direction === "request" ? 0 : isEnd ? 2 : 1;
      const executes = direction === "reply" ? 3 : isEnd ? 2 : 1;
      const isInside = direction === "reply" && how === "end" && at > 0 && !isEnd;
      const { prepares, releases, aborts } = runner;
      expect({
        moment,
        outcomes: results.map((result) =>
          result.status === "fulfilled" ? result.value : (result.reason as unknown),
        ),
        code: error.code,
        tellsWhere: error.message.endsWith(`inside a frame, ${at} bytes into it`),
        later: await client.execute(handle, new Uint8Array()).catch((reason: unknown) => reason),
        runner: { prepares, releases, executes: runner.executes, aborts },
        wrong: link.wrong,
        pending: Reflect.get(client, "pendingCount") as unknown,
        isClosed: link.isClosed,
      }).toEqual({
        moment,
        outcomes: inputs.map((input, i) => (i < answered ? input : error)),
        code: "CONNECTION_CLOSED",
        tellsWhere: isInside,
        later: error,
        runner: { prepares: 1, releases: 1, executes, aborts: answered === 0 ? executes : 0 },
        wrong: { reused: 0, unasked: 0 },
        pending: 0,
        isClosed: true,
      });
    }
  },
);
