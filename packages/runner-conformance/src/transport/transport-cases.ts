import type { ConformanceCase } from "../conformance-case.ts";
import { failureCases } from "./failure-cases.ts";
import { lifetimeCases } from "./lifetime-cases.ts";
import { messageCases } from "./message-cases.ts";
import { overlapCases } from "./overlap-cases.ts";
import type { TransportSubject } from "./subject.ts";

/** Cases that every transport must pass, each with a `ProbeRunner` at its far end. */
export const transportCases: readonly ConformanceCase<TransportSubject>[] = [
  ...messageCases,
  ...failureCases,
  ...lifetimeCases,
  ...overlapCases,
];
