// Exposes a runner that returns outputs of a size, or the memory that its thread holds.
import { usedBytes } from "@lutra-internal/testing";
import { type Program, Runner } from "@lutra/runner-core";
import { exposeRunner } from "@lutra/runner-sync";

class MeasuredRunner extends Runner<Program> {
  override async prepare(program: Program): Promise<Program> {
    return program;
  }

  /** Returns as many bytes as the first word of the input says; 0 asks for the memory in use. */
  override async execute(_: Program, input: Uint8Array): Promise<Uint8Array> {
    const size = new DataView(input.buffer, input.byteOffset, input.length).getUint32(0, true);
    if (size > 0) return new Uint8Array(size);
    return new Uint8Array(new Float64Array([usedBytes()]).buffer);
  }
}

exposeRunner(new MeasuredRunner());
