import type { Goal } from "../goals.ts";
import type { Readings } from "../readings.ts";
import { formatNumber } from "../table.ts";
import type { Operation } from "./operations.ts";

type Limits = readonly [contender: string, peer: string, place: string, times: number][];

// How many times as fast as the peer. The codecs run without generated code; peers with generated code are no limit.
const encodeLimits: Limits = [
  ["lutra", "msgpackr-records", "B", 1.2],
  ["lutra", "json", "B", 2.5],
  ["lutra", "msgpackr", "Di", 2],
  ["lutra", "msgpackr", "Df", 2],
  ["lutra-typed", "one-copy", "Di", 0.7],
  ["lutra-typed", "one-copy", "Df", 0.7],
  ["lutra", "one-copy", "E", 0.7],
];

const decodeLimits: Limits = [
  ["lutra", "msgpackr-records", "B", 0.8],
  ["lutra", "json", "B", 2.5],
  ["lutra", "msgpackr", "Di", 2],
  ["lutra", "msgpackr", "Df", 2],
];

function speed(readings: Readings, operation: Operation, limits: Limits): readonly Goal[] {
  return limits.map(([contender, peer, place, times]) => ({
    what: `${contender} ${place} ${operation}, speed of ${peer}`,
    atLeast: times,
    measured: readings.ratio("ns", [place, operation, peer], [place, operation, contender]),
  }));
}

/** Goals of the codecs without generated code; `warmed` is the place of B after other tables. */
export function codecGoals(readings: Readings, warmed: string): readonly Goal[] {
  const alsoWarmed = (limits: Limits): Limits =>
    limits.flatMap((limit) => {
      const [contender, peer, place, times] = limit;
      return place === "B" ? [limit, [contender, peer, warmed, times]] : [limit];
    });
  const ns = (value: number): string => `${formatNumber(value)} ns`;
  return [
    ...speed(readings, "encode", alsoWarmed(encodeLimits)),
    ...speed(readings, "decode", alsoWarmed(decodeLimits)),
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
