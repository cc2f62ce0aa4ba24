import type { Run } from "@lutra/runner-core";
import { checkSame, rejection, runnerError, within } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { frame, kindTags, noExternalsFrame, uint32 } from "./frame.ts";
import { type ByteDuplex, RawStream } from "./raw-stream.ts";

/** A client of generation B of the binary protocol under test. */
export interface StreamClientSubject {
  /** Makes a client that talks over a stream. */
  connect(stream: ByteDuplex): Run;
}

/** Longest time until a call settles once the stream has ended, in milliseconds. */
const promptMs = 2000;

/** Connects a client with a server that is played by hand. */
async function withServer(
  subject: StreamClientSubject,
  work: (client: Run, server: RawStream) => Promise<void>,
): Promise<void> {
  const up = new TransformStream<Uint8Array, Uint8Array>();
  const down = new TransformStream<Uint8Array, Uint8Array>();
  const server = new RawStream({ readable: up.readable, writable: down.writable });
  const client = subject.connect({ readable: down.readable, writable: up.writable });
  try {
    await work(client, server);
  } finally {
    await server.close();
    await client.shutdown();
  }
}

/** Bytes that a server may send instead of a response to getExternals. */
const hostileBytes: readonly (readonly [what: string, bytes: Uint8Array])[] = [
  ["text", new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ["an empty frame", frame([])],
  ["a frame of 4 GiB", new Uint8Array(uint32(0xffff_ffff))],
  ["an unknown kind", frame([...uint32(0), 9, ...uint32(4), 0, ...uint32(4)])],
  ["another kind than was asked for", frame([...uint32(0), kindTags.release, ...uint32(4), 0, ...uint32(0)])],
  ["a pointer to nowhere", frame([...uint32(0), kindTags.getExternals, ...uint32(0xffff)])],
  ["a billion externals", frame([...uint32(0), kindTags.getExternals, ...uint32(4), 0, ...uint32(4), ...uint32(8), ...uint32(1_000_000_000)])],
]; // prettier-ignore

/** Cases on a client's treatment of bytes that a server sends, or does not send. */
export const streamClientCases: readonly ConformanceCase<StreamClientSubject>[] = [
  {
    group: "client",
    name: "responses find their calls in any order, and in any chunks",
    run: (subject) =>
      withServer(subject, async (client, server) => {
        const calls = [client.getExternals(), client.getInterface(), client.getExternals()];
        const ids: number[] = [];
        for (let i = 0; i < calls.length; i++) {
          const body = (await server.frame()) ?? new Uint8Array(4);
          ids.push(new DataView(body.buffer, body.byteOffset).getUint32(0, true));
        }
        const [first = 0, second = 0, third = 0] = ids;
        const head = [...uint32(second), kindTags.getInterface, ...uint32(4), 0, ...uint32(4)];
        const text = frame([...head, ...uint32(8), ...uint32(2), 104, 105]);
        const responses = [noExternalsFrame(third), text, noExternalsFrame(first)];
        for (const bytes of responses) {
          await server.send(...Array.from(bytes, (byte) => new Uint8Array([byte])));
        }
        const answers = await within(promptMs, Promise.all(calls), "the responses");
        checkSame(JSON.stringify(answers), '[[],"hi",[]]', "answers");
      }),
  },
  {
    group: "client",
    name: "a response that no one waits for is dropped, also after an abort",
    run: (subject) =>
      withServer(subject, async (client, server) => {
        const abort = new AbortController();
        const program = { kind: "bytecodeLt", bytes: new Uint8Array([2, 4, 0, 0, 0]) } as const;
        const given = rejection(client.prepare(program, { signal: abort.signal }), "prepare");
        await server.frame();
        abort.abort("given up");
        checkSame(await given, "given up", "reason");
        const call = client.getExternals();
        await server.send(frame([...uint32(0), kindTags.prepare, ...uint32(4), 0, ...uint32(0)]));
        await server.send(noExternalsFrame(1_000_000));
        for (;;) {
          const body = await server.frame();
          if (body === undefined) break;
          if (body[4] !== kindTags.getExternals) continue;
          const id = new DataView(body.buffer, body.byteOffset).getUint32(0, true);
          await server.send(noExternalsFrame(id));
          break;
        }
        checkSame((await within(promptMs, call, "the response")).length, 0, "externals");
      }),
  },
  {
    group: "hostile server",
    name: "a stream that ends at any byte of a response ends the call with CONNECTION_CLOSED",
    run: async (subject) => {
      const whole = noExternalsFrame(0);
      for (let i = 0; i < whole.length; i++) {
        await withServer(subject, async (client, server) => {
          const call = client.getExternals();
          await server.frame();
          await server.send(whole.subarray(0, i));
          await server.end();
          const settled = within(promptMs, call, `a call cut at byte ${i}`);
          await runnerError(settled, `a call cut at byte ${i}`, "CONNECTION_CLOSED");
          await runnerError(client.getExternals(), "a later call", "CONNECTION_CLOSED");
        });
      }
    },
  },
  ...hostileBytes.map(([what, bytes]): ConformanceCase<StreamClientSubject> => ({
    group: "hostile server",
    name: `${what} ends the call with an error that has a code`,
    run: (subject) =>
      withServer(subject, async (client, server) => {
        const call = client.getExternals();
        await server.frame();
        await server.send(bytes);
        const settled = within(promptMs, call, what);
        await runnerError(settled, what, "PROTOCOL_ERROR", "FRAME_TOO_LARGE", "DECODE_ERROR");
      }),
  })),
];
