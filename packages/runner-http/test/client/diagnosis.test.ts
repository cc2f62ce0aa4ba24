import { ErrorCode } from "@lutra/runner-core";
import { expect, it } from "vitest";
import * as diagnosis from "../../src/client/diagnosis.ts";
import * as web from "../../src/client/diagnosis.web.ts";

const base = "http://runner.test:8080/base";

function systemError(code: string, cause = new Error("why")): Error {
  return new TypeError("fetch failed", { cause: Object.assign(cause, { code }) });
}

it("offers the same functions to browsers", () => {
  expect(Object.keys(web)).toEqual(Object.keys(diagnosis));
});

it("says of an error without a system's code no more than in browsers", () => {
  for (const error of [new TypeError("Failed to fetch"), new Error("no"), "a string", undefined]) {
    expect(diagnosis.diagnose(error, base)).toEqual(web.diagnose(error));
  }
});

it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "ConnectionRefused"])(
  "knows that no one has seen the request: %s",
  (code) => expect(diagnosis.diagnose(systemError(code), base).isRefused).toBe(true),
);

it.each(["EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER", "HPE_INVALID_CONSTANT"])(
  "knows that the other side does not speak HTTP: %s",
  (code) => {
    const { unspoken, isRefused } = diagnosis.diagnose(systemError(code), base);
    expect(unspoken?.code).toBe(ErrorCode.PROTOCOL_ERROR);
    expect(unspoken?.message).toContain("http://runner.test:8080 does not speak");
    expect(isRefused).toBe(false);
  },
);

it("names the binary protocol where a connection ends without an answer", () => {
  const { hint, isRefused } = diagnosis.diagnose(systemError("ECONNRESET"), base);
  expect(hint).toContain("tcp://runner.test:8080");
  expect(isRefused).toBe(false);
});

it("knows that fetch sends nothing to some ports", async () => {
  const error: unknown = await fetch("http://127.0.0.1:6000").catch((reason: unknown) => reason);
  const { hint, isRefused } = diagnosis.diagnose(error, "http://127.0.0.1:6000");
  expect(hint).toBe("; fetch calls no server at this port: use another one");
  expect(isRefused).toBe(true);
});
