import { expect, test } from "vitest";
import { splitMessage } from "../src/envelope.ts";
import { encodedReply } from "../src/server-request.ts";

const reply = { status: 200, headers: {}, body: new Uint8Array(100) };
const { length } = encodedReply(reply, Infinity);

test("an answer that just fits is sent as it is", () => {
  expect(encodedReply(reply, length)).toEqual(encodedReply(reply, Infinity));
});

test("of an answer that is a byte too large, 413 and a reason are sent", () => {
  const { head, body } = splitMessage(encodedReply(reply, length - 1));
  expect(head.status).toBe(413);
  expect(JSON.parse(new TextDecoder().decode(body))).toEqual({
    display: `the answer has ${length} bytes, more than max_payload of the NATS server (${length - 1})`,
    code: "FRAME_TOO_LARGE",
  });
});
