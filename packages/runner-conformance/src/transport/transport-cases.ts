import type { ConformanceCase } from "../conformance-case.ts";
import { failureCases } from "./failure-cases.ts";
import { lifetimeCases } from "./lifetime-cases.ts";
import { messageCases } from "./message-cases.ts";
import { overlapCases } from "./overlap-cases.ts";
import type { TransportSubject } from "./subject.ts";

/** What every transport must do, tried with a `ProbeRunner` behind it. */
export const transportCases: readonly ConformanceCase<TransportSubject>[] = [
  ...messageCases,
  ...failureCases,
  ...lifetimeCases,
  ...overlapCases,
];
