import { expect, test } from "vitest";
import { HttpFault } from "../../src/server/http-fault.ts";

test.each([
  [400, undefined],
  [401, "ACCESS_DENIED"],
  [402, undefined],
  [403, "ACCESS_DENIED"],
  [404, undefined],
])("a fault of status %d has the code %s, unless it is given another", (status, code) => {
  expect(new HttpFault(status, "no").code).toBe(code);
  expect(new HttpFault(status, "no", { code: "TIMEOUT" }).code).toBe("TIMEOUT");
});
