import type { OtherTable } from "./other-tables.ts";
import type { WorkloadName } from "./workloads.ts";

/** One codec on one workload. */
export interface Candidate {
  /** Encodes the workload's value, which was brought into the codec's own form beforehand. */
  readonly encode: () => Uint8Array;
  /** Decodes into the codec's own form. */
  readonly decode: (bytes: Uint8Array) => unknown;
  /** Brings the codec's own form back into the workload's; not measured. */
  readonly toValue: (decoded: unknown) => unknown;
}

/** A codec under measurement. */
export interface Contender {
  readonly name: string;
  /** Workloads that it can carry. */
  readonly workloads: readonly WorkloadName[];
  /** Readies the codec for a workload. */
  readonly open: (name: WorkloadName) => Candidate | Promise<Candidate>;
  /** Readies it for another table, if types do not have to be compiled beforehand. */
  readonly openTable?: (table: OtherTable) => Candidate | Promise<Candidate>;
}

/** The parts of a {@link Candidate} whose own forms are of the types In and Out. */
export interface CandidateParts<In, Out> {
  readonly input: In;
  readonly encode: (input: In) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => Out;
  /** @default the decoded value is the workload's as it stands */
  readonly toValue?: (decoded: Out) => unknown;
}

/** Makes a candidate of typed parts. */
export function candidate<In, Out>(parts: CandidateParts<In, Out>): Candidate {
  const { input, encode, decode, toValue = (decoded: Out): unknown => decoded } = parts;
  return {
    encode: () => encode(input),
    decode,
    // The harness only hands back what `decode` gave.
    toValue: (decoded) => toValue(decoded as Out),
  };
}
