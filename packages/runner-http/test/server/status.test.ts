import { expect, test } from "vitest";
import { statusOf } from "../../src/server/status.ts";

// docs/http.md, "Errors", for everyone who writes a client.
test.each([
  ["DECODE_ERROR", 400],
  ["FRAME_TOO_LARGE", 413],
  ["PREPARE_ERROR", 422],
  ["EXECUTION_ERROR", 422],
  ["LIMIT_EXCEEDED", 422],
  ["CONNECTION_CLOSED", 503],
  ["SERVER_ENDING", 503],
  ["TIMEOUT", 504],
  ["PROGRAM_NOT_FOUND", 422],
  ["MY_CODE", 422],
  ["toString", 422],
])("an error with the code %s has the status %d", (code, status) => {
  expect(statusOf(code)).toBe(status);
});
