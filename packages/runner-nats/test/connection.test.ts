import { expect, test } from "vitest";
import { maxPayloadOf, type NatsConnection } from "../src/connection.ts";

test("a server that does not say how large a message may be takes a mebibyte, as NATS does", () => {
  expect(maxPayloadOf({} as NatsConnection)).toBe(2 ** 20);
  expect(maxPayloadOf({ info: { max_payload: 7 } } as NatsConnection)).toBe(7);
});
