import { benchProgram } from "@lutra-internal/fixtures";
import type { ReplicaRunner } from "@lutra-internal/replicas";
import { int64, type Ty } from "@lutra/bin";
import { codecsFor, programCodec } from "@lutra/bin/program";
import { type Program, programFromBytes } from "@lutra/runner-core";
import { InterpreterRunner } from "@lutra/runner-interpreter";

/** A call that takes a replica about a millisecond, and its answer. */
export interface ScaleWorkload {
  readonly runner: ReplicaRunner;
  readonly program: Program;
  readonly input: Uint8Array;
  readonly output: Uint8Array;
}

/** Makers of the workloads, by the name of what the replicas run. */
export const scaleWorkloads: Readonly<Record<string, () => ScaleWorkload>> = {
  interpreter: () => {
    const { program: bytes, programType, rows } = benchProgram("group-aggregate");
    const program = programFromBytes(bytes);
    const input = codecsFor(programType).input.encode(rows(1000));
    const runner = new InterpreterRunner();
    const output = runner.executeSync(runner.prepareSync(program), input);
    return { runner: "interpreter", program, input, output };
  },
  PGlite: () => {
    const kind: Ty["kind"] = { tag: "ident", value: ["std", "Int64"] };
    const ty: Ty = { kind, layout: null, name: null, variantsRecursive: [] };
    const sql = "SELECT sum(i)::int8 FROM generate_series(1::int8, $1::int8) AS r(i)";
    const value = { sql, inputTy: ty, outputTy: ty, defs: [] };
    return {
      runner: "pglite",
      program: programFromBytes(programCodec.encode({ tag: "sqlPostgres", value })),
      input: int64.encode(5000n),
      output: int64.encode((5000n * 5001n) / 2n),
    };
  },
};
