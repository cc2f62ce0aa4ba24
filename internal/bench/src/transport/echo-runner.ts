import { bytesFromHex } from "@lutra-internal/fixtures";
import { type Program, programFromBytes, Runner } from "@lutra/runner-core";
import type { Run } from "@lutra/runner-core";
import { type EchoClient, largeBytes } from "./peer.ts";

/** The smallest program that the original's decoder takes; what it computes does not matter to a runner that echoes. */
export const echoProgramHex: string =
  "02040000001500000000000000010c000000110000000000000008000000010000002a";

/** Returns its input, so only the way there and back is measured. */
export class EchoRunner extends Runner<Program> {
  override prepare(program: Program): Promise<Program> {
    return Promise.resolve(program);
  }

  override execute(_: Program, input: Uint8Array): Promise<Uint8Array> {
    return Promise.resolve(input);
  }
}

/** Returns executions of one prepared program on a runner that echoes. */
export async function echoClient<Prepared>(
  runner: Run<Prepared>,
  rest: Pick<EchoClient, "pid"> = {},
): Promise<EchoClient> {
  const prepared = await runner.prepare(programFromBytes(bytesFromHex(echoProgramHex)));
  const [small, large] = [new Uint8Array(64).fill(1), new Uint8Array(largeBytes).fill(1)];
  return {
    small: () => runner.execute(prepared, small),
    smallEcho: small,
    large: async () => (await runner.execute(prepared, large)).length,
    close: () => runner.shutdown(),
    ...rest,
  };
}
