import type { ProgramKind } from "@lutra/runner-core";
import { check, checkSame } from "../check.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { corpusProgram } from "../corpus.ts";
import {
  frame,
  joined,
  kindTags,
  programFrame,
  queryFrame,
  releaseFrame,
  uint32,
} from "./frame.ts";
import { type ByteDuplex, RawStream } from "./raw-stream.ts";

/** A server of generation B of the binary protocol under test, which serves a runner that executes programs. */
export interface StreamServerSubject {
  /** The programs that the runner executes. */
  readonly kind: ProgramKind;
  /** Opens a connection. */
  connect(): Promise<ByteDuplex>;
}

async function withStream(
  subject: StreamServerSubject,
  work: (stream: RawStream) => Promise<void>,
): Promise<void> {
  const stream = new RawStream(await subject.connect());
  try {
    await work(stream);
  } finally {
    await stream.close();
  }
}

/** Checks that a new connection gets its response. */
async function checkServes(subject: StreamServerSubject): Promise<void> {
  await withStream(subject, async (stream) => {
    await stream.send(queryFrame(9, "getExternals"));
    const { id, isError } = await stream.response("a new connection");
    checkSame(id, 9, "request id");
    checkSame(isError, false, "whether the response is an error");
  });
}

/** Bodies that are no requests, or requests that no server should trust. */
const hostileBodies: readonly (readonly [what: string, body: readonly number[]])[] = [
  ["an empty frame", []],
  ["three bytes", [1, 2, 3]],
  ["an unknown kind", [...uint32(1), 9, ...uint32(4), 0, 0, 0, 0]],
  ["half an execute", [...uint32(1), kindTags.execute, ...uint32(4), 1]],
  ["a pointer to nowhere", [...uint32(1), kindTags.execute, ...uint32(0x7fff_ffff)]],
  ["a program beyond the frame", [...uint32(1), kindTags.prepare, ...uint32(4), ...uint32(0), ...uint32(8), ...uint32(0xffff_fff0), 2]],
  ["a program of no kind", [...uint32(1), kindTags.prepare, ...uint32(4), ...uint32(0), ...uint32(8), ...uint32(5), 9, 4, 0, 0, 0]],
  ["an empty program", [...uint32(1), kindTags.prepare, ...uint32(4), ...uint32(0), ...uint32(8), ...uint32(0)]],
]; // prettier-ignore

/** Cases on a server's treatment of the bytes of a connection, in any pieces and from any sender. */
export const streamServerCases: readonly ConformanceCase<StreamServerSubject>[] = [
  {
    group: "server",
    name: "requests are answered in their order, and with their ids",
    run: (subject) =>
      withStream(subject, async (stream) => {
        const { program, input } = corpusProgram(subject.kind, "the input, a Text");
        await stream.send(
          joined([
            queryFrame(0xffff_ffff, "getExternals"),
            queryFrame(0, "getInterface"),
            programFrame(7, "prepare", 0xffff_ffff, program.bytes),
            programFrame(8, "execute", 0xffff_ffff, input),
            releaseFrame(1024, 0xffff_ffff),
          ]),
        );
        const expected = [
          [0xffff_ffff, kindTags.getExternals],
          [0, kindTags.getInterface],
          [7, kindTags.prepare],
          [8, kindTags.execute],
          [1024, kindTags.release],
        ] as const;
        for (const [id, tag] of expected) {
          const response = await stream.response(`request ${id}`);
          checkSame(response.id, id, "request id");
          checkSame(response.tag, tag, "kind of response");
          checkSame(response.isError, false, "whether the response is an error");
        }
      }),
  },
  {
    group: "server",
    name: "unknown programs are an error to execute, and none to release",
    run: (subject) =>
      withStream(subject, async (stream) => {
        await stream.send(programFrame(1, "execute", 77, new Uint8Array([5])), releaseFrame(2, 9));
        checkSame((await stream.response("execute")).isError, true, "whether execute fails");
        checkSame((await stream.response("release")).isError, false, "whether release fails");
      }),
  },
  {
    group: "server",
    name: "frames may be split anywhere",
    run: (subject) =>
      withStream(subject, async (stream) => {
        const both = joined([queryFrame(1, "getExternals"), queryFrame(2, "getInterface")]);
        const splits = [
          Array.from(both, (byte) => new Uint8Array([byte])),
          ...Array.from(both, (_, i) => [both.subarray(0, i), both.subarray(i)]),
        ];
        for (const chunks of splits) {
          await stream.send(...chunks);
          checkSame((await stream.response("the first request")).id, 1, "request id");
          checkSame((await stream.response("the second request")).id, 2, "request id");
        }
      }),
  },
  ...hostileBodies.map(([what, body]): ConformanceCase<StreamServerSubject> => ({
    group: "hostile client",
    name: `${what} is answered with an error or ends the connection, and no other`,
    run: async (subject) => {
      const bystander = new RawStream(await subject.connect());
      try {
        await withStream(subject, async (stream) => {
          // A server may find the generation by the first frame: that one is clear.
          await stream.send(queryFrame(1, "getExternals"), frame(body));
          await stream.response("getExternals");
          const answer = await stream.frame();
          if (answer === undefined) return;
          // A response's result is an error if the tag after its head says so.
          check(answer[9] === 1, `${what} was answered as if it were a request`);
        });
        await bystander.send(queryFrame(3, "getExternals"));
        checkSame((await bystander.response("another connection")).id, 3, "request id");
      } finally {
        await bystander.close();
      }
      await checkServes(subject);
    },
  })),
  ...[0x8000_0000, 0xffff_ffff].map((length): ConformanceCase<StreamServerSubject> => ({
    group: "hostile client",
    name: `a frame that says it has ${length} bytes ends the connection before they arrive`,
    run: async (subject) => {
      await withStream(subject, async (stream) => {
        await stream.send(new Uint8Array([...uint32(length), 1, 2, 3]));
        const body = await stream.frame();
        check(body === undefined, "the server answered half a frame");
      });
      await checkServes(subject);
    },
  })),
  {
    group: "hostile client",
    name: "a client that goes inside a frame harms no other",
    run: async (subject) => {
      const whole = queryFrame(1, "getExternals");
      for (const isEnded of [false, true]) {
        for (let i = 1; i < whole.length; i++) {
          await withStream(subject, async (stream) => {
            await stream.send(whole.subarray(0, i));
            if (isEnded) await stream.end();
          });
        }
      }
      await checkServes(subject);
    },
  },
];
