import { describe, expect, test } from "vitest";
import { isLoopback, parseAddress } from "../src/address.ts";

describe("an address", () => {
  test.each([
    ["127.0.0.1:7373", { host: "127.0.0.1", port: 7373 }],
    ["runner.example:80", { host: "runner.example", port: 80 }],
    ["runner.example:65535", { host: "runner.example", port: 65_535 }],
    ["[::1]:0", { host: "::1", port: 0 }],
  ])("%s", (text, expected) => {
    expect(parseAddress("--at", text)).toEqual(expected);
  });

  test.each(["", "7373", "localhost", ":7373", "::1:7373", "host:65536", "host:-1", "a b:1", "host:1/", "[x]:1"])(
    "%j is none",
    (text) => {
      expect(() => parseAddress("--at", text)).toThrow("--at takes HOST:PORT, got ");
    },
  ); // prettier-ignore
});

test("loopback is told from other hosts", () => {
  expect(["localhost", "127.0.0.1", "127.1.2.3", "::1"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "::", "192.168.0.1", "localhost.example"].some(isLoopback)).toBe(false);
});
