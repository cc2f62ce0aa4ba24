import {
  type AnyCodec,
  array,
  bool,
  bytes,
  type Codec,
  codecFor,
  enumOf,
  float64,
  int32,
  int64,
  option,
  text,
  tuple,
  unit,
} from "@lutra/bin";
import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { descriptions, tableDescription } from "./lutra-types.ts";
import type { FieldKind, OtherTable } from "./other-tables.ts";
import { workload, type WorkloadName, workloadNames, type Workloads } from "./workloads.ts";

const row: Codec<Workloads["A"]> = tuple({ id: int32, title: text, flags: bool, score: float64 });

const outer = tuple({
  name: text,
  items: array(tuple({ a: bool, b: bool, names: array(text) })),
  ok: bool,
});

const choice = tuple({
  a: option(int32),
  b: option(text),
  kind: enumOf({
    none: unit,
    int: int32,
    name: text,
    pair: tuple({ x: float64, y: float64 }),
    flag: bool,
  }),
  c: option(float64),
});

function coded<T>(codec: Codec<T>, input: T, toValue?: (decoded: T) => unknown): Candidate {
  return candidate({
    input,
    encode: (value) => codec.encode(value),
    decode: (encoded) => codec.decode(encoded),
    ...(toValue === undefined ? {} : { toValue }),
  });
}

function open(name: WorkloadName): Candidate {
  switch (name) {
    case "A":
      return coded(row, workload(name));
    case "B":
      return coded(array(row), workload(name));
    case "C":
      return coded(array(outer), workload(name));
    case "F":
      return coded(array(choice), workload(name));
    case "Di":
      return coded(array(int32), workload(name));
    case "Df":
      return coded(array(float64), workload(name));
    case "Dl":
      return coded(array(int64), workload(name));
    case "E":
      return coded(bytes, workload(name));
  }
}

const fields: { readonly [Kind in FieldKind]: AnyCodec } = { int32, text, bool, float64 };

function openTable({ fields: columns, rows }: OtherTable): Candidate {
  const record = tuple(Object.fromEntries(columns.map(({ name, kind }) => [name, fields[kind]])));
  return coded<unknown>(array(record) as Codec<unknown>, rows);
}

/** Codecs put together from combinators, the way an application writes them. */
export const lutra: Contender = { name: "lutra", workloads: workloadNames, open, openTable };

/** Codecs made at run time from type descriptions, as generic tools use them. */
export const lutraDynamic: Contender = {
  name: "lutra-dynamic",
  workloads: workloadNames,
  open: (name) => coded(codecFor(descriptions[name], []), workload(name)),
  openTable: (table) => coded(codecFor(tableDescription(table), []), table.rows),
};
