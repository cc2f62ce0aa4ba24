import { createDraws, type Draws } from "./draws.ts";

/** A record of four scalars, the unit of most workloads. */
export interface Row {
  readonly id: number;
  readonly title: string;
  readonly flags: boolean;
  readonly score: number;
}

/** An element of a nested array. */
export interface Inner {
  readonly a: boolean;
  readonly b: boolean;
  readonly names: readonly string[];
}

/** A record with two levels of nested arrays. */
export interface Outer {
  readonly name: string;
  readonly items: readonly Inner[];
  readonly ok: boolean;
}

/** One of five variants, as Lutra's codecs represent enums. */
export type Kind =
  | { readonly tag: "none" }
  | { readonly tag: "int"; readonly value: number }
  | { readonly tag: "name"; readonly value: string }
  | { readonly tag: "pair"; readonly value: { readonly x: number; readonly y: number } }
  | { readonly tag: "flag"; readonly value: boolean };

/** A record of options and an enum. */
export interface Choice {
  readonly a: number | null;
  readonly b: string | null;
  readonly kind: Kind;
  readonly c: number | null;
}

/** The value type of each workload. */
export interface Workloads {
  /** One row. */
  readonly A: Row;
  /** 10,000 rows. */
  readonly B: readonly Row[];
  /** 1,000 records of nested arrays. */
  readonly C: readonly Outer[];
  /** 1,000 records of options and enums. */
  readonly F: readonly Choice[];
  /** 100,000 32-bit integers. */
  readonly Di: readonly number[];
  /** 100,000 doubles. */
  readonly Df: readonly number[];
  /** 100,000 64-bit integers. */
  readonly Dl: readonly bigint[];
  /** 1 MiB of bytes. */
  readonly E: Uint8Array;
}

export type WorkloadName = keyof Workloads;

/** All workloads, in the order of the tables. */
export const workloadNames: readonly WorkloadName[] = ["A", "B", "C", "F", "Di", "Df", "Dl", "E"];

/** Number of rows of each workload; times are given per row. */
export const rowCounts: Readonly<Record<WorkloadName, number>> = {
  A: 1,
  B: 10_000,
  C: 1_000,
  F: 1_000,
  Di: 100_000,
  Df: 100_000,
  Dl: 100_000,
  E: 1,
};

function items<T>(count: number, item: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

function row(draws: Draws, index: number): Row {
  return {
    id: (index * 7_919) % 1_000_003,
    title: draws.title(),
    flags: draws.flag(),
    score: draws.real() * 1000,
  };
}

function inner(draws: Draws, names: number): Inner {
  return { a: draws.flag(), b: draws.flag(), names: items(names, draws.title) };
}

function outer(draws: Draws, index: number): Outer {
  return {
    name: draws.title(),
    items: items(2 + (index % 4), (i) => inner(draws, (index + i) % 5)),
    ok: draws.flag(),
  };
}

function kind(draws: Draws, index: number): Kind {
  switch (index % 5) {
    case 0:
      return { tag: "none" };
    case 1:
      return { tag: "int", value: draws.int(1e5) };
    case 2:
      return { tag: "name", value: draws.title() };
    case 3:
      return { tag: "pair", value: { x: draws.real(), y: draws.real() } };
    default:
      return { tag: "flag", value: draws.flag() };
  }
}

function choice(draws: Draws, index: number): Choice {
  return {
    a: draws.flag() ? null : draws.int(1e6),
    b: draws.flag() ? null : draws.title(),
    kind: kind(draws, index),
    c: draws.flag() ? null : draws.real() * 100,
  };
}

const makers: { readonly [Name in WorkloadName]: (draws: Draws) => Workloads[Name] } = {
  A: (draws) => row(draws, 42),
  B: (draws) => items(rowCounts.B, (index) => row(draws, index)),
  C: (draws) => items(rowCounts.C, (index) => outer(draws, index)),
  F: (draws) => items(rowCounts.F, (index) => choice(draws, index)),
  Di: (draws) => items(rowCounts.Di, () => draws.int(2e9) - 1e9),
  Df: (draws) => items(rowCounts.Df, () => draws.real() * 1e6 + 0.5),
  Dl: () => items(rowCounts.Dl, (index) => BigInt(index) * 123_456_789n),
  E: () => new Uint8Array(1 << 20).map((_, index) => (index * 31 + (index >> 8)) & 255),
};

/** Makes the value of a workload; every call makes an equal one. */
export function workload<Name extends WorkloadName>(name: Name): Workloads[Name] {
  return makers[name](createDraws(12_345));
}
