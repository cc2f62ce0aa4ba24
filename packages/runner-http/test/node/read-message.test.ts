import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { type MessageBody, readMessage, readToEnd } from "../../src/node/read-message.ts";

/** Returns a body of which so many bytes have arrived, and which says that it is complete. */
function bodyOf(arrived: number): PassThrough & { complete: boolean } {
  const stream = Object.assign(new PassThrough(), { complete: true });
  if (arrived > 0) stream.write(new Uint8Array(arrived).fill(7));
  return stream;
}

const lengthOf = async (reading: ReturnType<typeof readMessage>): Promise<number | undefined> =>
  (await reading)?.length;

test.each([0, 1, 1000])("a body of %i bytes that is here is read without waiting", (length) => {
  expect(readMessage(bodyOf(length), String(length), 1000)).toEqual(new Uint8Array(length).fill(7));
});

test("pieces that are here are one body, though the stream flows", () => {
  const body = bodyOf(60);
  body.write(new Uint8Array(40).fill(7));
  Reflect.set(body, "readableFlowing", true);
  expect(readMessage(body, "100", 1000)).toEqual(new Uint8Array(100).fill(7));
});

test.each([["a part of", "100"] as const, ["nothing that says how much of", undefined] as const])(
  "with %s a body here, the rest is waited for, whatever the stream says",
  async (_, declared) => {
    const body = bodyOf(60);
    const reading = readMessage(body, declared, 1000);
    body.end(new Uint8Array(40));
    expect(await lengthOf(reading)).toBe(100);
  },
);

test.each(["10", undefined])(
  "as much as allowed is waited for, declared as %s",
  async (declared) => {
    const body = bodyOf(6);
    body.complete = false;
    const reading = readToEnd(body, declared, 10);
    body.end(new Uint8Array(4));
    expect(await lengthOf(reading)).toBe(10);
  },
);

test("more than allowed is not read, declared or not", async () => {
  const declared: MessageBody = bodyOf(11);
  expect(readMessage(declared, "11", 10)).toBe(undefined);
  const undeclared = bodyOf(11);
  undeclared.end();
  expect(await lengthOf(readMessage(undeclared, undefined, 10))).toBe(undefined);
});
