import { type Expr, programCodec } from "@lutra/bin/program";
import { type Program, programFromBytes } from "@lutra/runner-core";

/** Returns a program without an input that runs for ages: six loops of a thousand turns, one inside the other. */
export function endlessProgram(): Program {
  // Bound once: an array for each loop would end the program at the limit of memory.
  const symbol = 0x4000_0000;
  const numbers: Expr = { tag: "pointer", value: symbol };
  let body = int64(0n);
  for (let id = 6; id >= 1; id--) {
    body = call(external.fold, numbers, int64(0n), fn(id, body));
  }
  const sequence = call(external.sequence, int64(0n), int64(1000n));
  const value = {
    externals: [
      { id: "std::array::sequence_int64", layoutArgs: [] },
      { id: "std::array::fold", layoutArgs: [8] },
    ],
    main: fn(0, { tag: "binding", value: { symbol, expr: sequence, main: body } }),
    defs: [],
  };
  return programFromBytes(programCodec.encode({ tag: "bytecodeLt", value }));
}

/** Places in the list of externals. */
const external = { sequence: 0, fold: 1 };

function call(native: number, ...args: Expr[]): Expr {
  return { tag: "call", value: { function: { tag: "pointer", value: native }, args } };
}

function fn(id: number, body: Expr): Expr {
  return { tag: "function", value: { symbolNs: (0x8000_0000 | (id << 8)) >>> 0, body } };
}

function int64(number: bigint): Expr {
  const value = new Uint8Array(8);
  new DataView(value.buffer).setBigInt64(0, number, true);
  return { tag: "literal", value };
}
