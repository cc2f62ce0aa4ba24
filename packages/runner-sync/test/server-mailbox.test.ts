import { expect, test } from "vitest";
import { CallerMailbox } from "../src/caller-mailbox.ts";
import { ServerMailbox } from "../src/server-mailbox.ts";

/** Returns both sides of a mailbox of eight bytes, with a request of four. */
function posted(): { readonly caller: CallerMailbox; readonly server: ServerMailbox } {
  const caller = new CallerMailbox(8);
  const server = new ServerMailbox(caller.memory);
  caller.data.set([1, 2, 3, 4]);
  caller.post("execute", 7, 4);
  expect(server.take()).toEqual({ kind: "execute", argument: 7, length: 4 });
  expect(server.take()).toBeUndefined();
  return { caller, server };
}

test.each<[what: string, bytesOf: (input: Uint8Array) => Uint8Array, bytes: readonly number[]]>([
  ["the request's bytes themselves", (input) => input.subarray(0, 4), [1, 2, 3, 4]],
  ["a part of the request's bytes", (input) => input.subarray(1, 3), [2, 3]],
  ["other bytes", () => new Uint8Array([9, 8]), [9, 8]],
  ["nothing", () => new Uint8Array(), []],
])("a reply of %s is at the start of the mailbox", (_, bytesOf, bytes) => {
  const { caller, server } = posted();
  expect(caller.isAnswered).toBe(false);
  expect(server.answer("done", bytesOf(server.data))).toBe(true);
  expect(caller.isAnswered).toBe(true);
  const { status, length } = caller.reply;
  expect(status).toBe("done");
  expect([...caller.data.subarray(0, length)]).toEqual(bytes);
});

test.each([9, 2 ** 31, 2 ** 31 + 1])(
  "of a reply of %d bytes, which does not fit, only the length is told",
  (length) => {
    const { caller, server } = posted();
    expect(server.answer("done", new Uint8Array(8))).toBe(true);
    caller.post("execute", 7, 4);
    server.take();
    expect(server.answer("failed", new Uint8Array(length))).toBe(false);
    expect(caller.reply).toEqual({ status: "tooLarge", length });
  },
);

test("before the first request, there is nothing to take", () => {
  expect(new ServerMailbox(new CallerMailbox(8).memory).take()).toBeUndefined();
});

test.each([
  [0, 0],
  [2 ** 31, 2 ** 31 + 1],
  [2 ** 32 - 1, 2 ** 32 - 1],
])("an argument %d and a length %d arrive", (argument, length) => {
  const caller = new CallerMailbox(8);
  caller.post("prepare", argument, length);
  expect(new ServerMailbox(caller.memory).take()).toEqual({ kind: "prepare", argument, length });
});

test.each([
  [0, 8],
  [1, 3],
  [8, 8],
])("the input of bytes %d to %d is a copy, in the same memory every time", (start, end) => {
  const caller = new CallerMailbox(8);
  const server = new ServerMailbox(caller.memory);
  caller.data.set([0, 1, 2, 3, 4, 5, 6, 7]);
  const input = server.input(start, end);
  caller.data.fill(9);
  expect([...input]).toEqual([0, 1, 2, 3, 4, 5, 6, 7].slice(start, end));
  expect(server.input(start, end).buffer).toBe(input.buffer);
  expect([...input]).toEqual(Array(end - start).fill(9));
});
