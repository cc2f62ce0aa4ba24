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

test("of a reply that does not fit, only the length is told", () => {
  const { caller, server } = posted();
  expect(server.answer("done", new Uint8Array(8))).toBe(true);
  caller.post("execute", 7, 4);
  server.take();
  expect(server.answer("failed", new Uint8Array(9))).toBe(false);
  expect(caller.reply).toEqual({ status: "tooLarge", length: 9 });
});
