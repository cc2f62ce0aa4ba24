import type { Goal } from "../goals.ts";
import type { Readings } from "../readings.ts";
import { formatNumber } from "../table.ts";
import type { Operation } from "./operations.ts";

/** Required speed as a multiple of a peer's, by workload; `warmed` is B after 40 other tables. */
interface Limits {
  readonly contender: string;
  readonly operation: Operation;
  readonly peer: string;
  readonly times: Readonly<Record<string, number>>;
}

/** Place of workload B when it is measured after 40 other tables. */
export const warmed = "B after 40 others";

const encode = { operation: "encode" } as const;
const decode = { operation: "decode" } as const;

/** Codecs without generated code, next to peers without or with it. */
const closures: readonly Limits[] = [
  { ...encode, contender: "lutra", peer: "msgpackr-records", times: { B: 1.2, [warmed]: 1.2 } },
  { ...encode, contender: "lutra", peer: "json", times: { B: 2.5, [warmed]: 2.5 } },
  { ...encode, contender: "lutra", peer: "msgpackr", times: { Di: 2, Df: 2 } },
  { ...encode, contender: "lutra-typed", peer: "one-copy", times: { Di: 0.7, Df: 0.7 } },
  { ...encode, contender: "lutra", peer: "one-copy", times: { E: 0.7 } },
  { ...decode, contender: "lutra", peer: "msgpackr-records", times: { B: 0.8, [warmed]: 0.8 } },
  { ...decode, contender: "lutra", peer: "json", times: { B: 2.5, [warmed]: 2.5 } },
  { ...decode, contender: "lutra", peer: "msgpackr", times: { Di: 2, Df: 2 } },
];

const atLevel = { A: 0.9, B: 0.9, C: 0.9, F: 0.9, Di: 0.9, Df: 0.9, Dl: 0.9, [warmed]: 0.9 };

/** Generated code, as a module and made at run time, next to peers that generate code too. */
const emitted: readonly Limits[] = ["lutra-generated", "lutra-compiled"].flatMap((contender) => [
  {
    ...decode,
    contender,
    peer: "msgpackr-records",
    times: { A: 1.4, B: 1.6, C: 1.3, F: 2.5, [warmed]: 1.8 },
  },
  { ...decode, contender, peer: "protobuf-es", times: { B: 9 } },
  { ...decode, contender, peer: "json", times: { B: 6 } },
  { ...decode, contender, peer: "msgpackr", times: { Df: 2 } },
  { ...decode, contender, peer: "lutra", times: atLevel },
  {
    ...encode,
    contender,
    peer: "msgpackr-records",
    times: { A: 2.2, B: 2.2, C: 1.4, F: 3, [warmed]: 2.5 },
  },
  { ...encode, contender, peer: "lutra", times: atLevel },
]);

function speed(readings: Readings, { contender, operation, peer, times }: Limits): readonly Goal[] {
  return Object.entries(times).map(([place, atLeast]) => ({
    what: `${contender} ${place} ${operation}, speed of ${peer}`,
    atLeast,
    measured: readings.ratio("ns", [place, operation, peer], [place, operation, contender]),
  }));
}

/** Returns the goals of Lutra's codecs. */
export function codecGoals(readings: Readings): readonly Goal[] {
  const ns = (value: number): string => `${formatNumber(value)} ns`;
  return [
    ...[...closures, ...emitted].flatMap((limits) => speed(readings, limits)),
    {
      what: "lutra E decode, one view of the message",
      atMost: 200,
      measured: readings.get("ns", "E", "decode", "lutra"),
      format: ns,
    },
    ...(["Di", "Df"] as const).map((place) => ({
      what: `lutra-typed ${place} decode, one view of the message, per item`,
      atMost: 0.01,
      measured: readings.get("ns", place, "decode", "lutra-typed"),
      format: ns,
    })),
    {
      what: "lutra B heap per decoded row, share of msgpackr-records",
      atMost: 1,
      measured: readings.ratio("bytes", ["B", "heap", "lutra"], ["B", "heap", "msgpackr-records"]),
    },
  ];
}
