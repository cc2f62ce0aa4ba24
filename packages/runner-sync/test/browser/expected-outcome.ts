import type { Outcome } from "./caller.ts";

/** Outcomes of the calls in `caller.ts` where blocking calls work. */
export const expectedOutcome: Outcome = {
  calls: 1000,
  grown: 1 << 20,
  errorCode: "PREPARE_ERROR",
  timeOutCode: "TIMEOUT",
  afterTimeOut: [4],
  crashCode: "CONNECTION_CLOSED",
  crashCause: "out of hand",
  silentCode: "TIMEOUT",
  idleCode: "TIMEOUT",
};
