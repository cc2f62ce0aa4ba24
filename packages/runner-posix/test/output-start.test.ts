import type { ByteReceiver, ByteStream } from "@lutra/runner-binary";
import { expect, test } from "vitest";
import { OutputStart } from "../src/output-start.ts";

const quiet = { end: () => {}, error: () => {}, drain: () => {} };

test("the start of an output is kept in whatever pieces it comes, up to 64 bytes", () => {
  const text = "Hello, this is a program that greets before it says anything else.";
  for (const size of [1, 2, 5, 100]) {
    let receiver: ByteReceiver | undefined;
    const stream = { start: (each: ByteReceiver) => (receiver = each) } as unknown as ByteStream;
    const start = new OutputStart(stream);
    let received = 0;
    start.partialBytes = () => received;
    stream.start({ data: (chunk) => void (received += chunk.length), ...quiet });
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += size) receiver?.data(bytes.subarray(at, at + size));
    expect(start.toString()).toBe(text.slice(0, 64));
  }
});
