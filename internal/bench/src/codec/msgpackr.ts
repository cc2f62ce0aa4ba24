import { Packr } from "msgpackr";
import { type Candidate, candidate, type Contender } from "./candidate.ts";
import { workload, workloadNames } from "./workloads.ts";

function packed(packr: Packr, input: unknown): Candidate {
  return candidate({
    input,
    encode: (value) => packr.pack(value),
    decode: (bytes): unknown => packr.unpack(bytes),
  });
}

const createPlain = (): Packr => new Packr({ useRecords: false, int64AsType: "bigint" });
const createRecords = (): Packr => new Packr({ structures: [] });

/** Maps with text keys, as every MessagePack implementation reads them. */
export const msgpackr: Contender = {
  name: "msgpackr",
  workloads: workloadNames,
  open: (name) => packed(createPlain(), workload(name)),
  openTable: (table) => packed(createPlain(), table.rows),
};

/** The record extension: both ends share the field names. */
export const msgpackrRecords: Contender = {
  name: "msgpackr-records",
  workloads: ["A", "B", "C", "F"],
  open: (name) => packed(createRecords(), workload(name)),
  openTable: (table) => packed(createRecords(), table.rows),
};
