import { escapeControls } from "@lutra/bin/render";
import type { Run } from "@lutra/runner-core";
import { type Address, isLoopback } from "../address.ts";
import type { Io } from "../io.ts";
import { type Drainable, listening } from "./listening.ts";

/** Serves both generations of the binary protocol, and reports each client on standard error. */
export async function listenTcp(
  runner: Run,
  address: Address,
  { stdout, stderr }: Pick<Io, "stdout" | "stderr">,
): Promise<Drainable> {
  const [{ listen }, { detectGeneration }] = await Promise.all([
    import("@lutra/runner-binary/node"),
    import("@lutra/runner-binary/generation-a"),
  ]);
  const listener = await listening(address, () =>
    listen(runner, {
      ...address,
      protocol: detectGeneration,
      onConnection: (connection, peer) => {
        void stderr.write(`Connection from ${peer}\n`);
        void connection.closed.then((fault) => {
          const why = fault === undefined ? "" : `: ${escapeControls(fault.message)}`;
          return stderr.write(`Connection from ${peer} closed${why}\n`);
        });
      },
    }),
  );
  await stdout.write(`Listening on ${listener.address}\n`);
  if (!isLoopback(address.host)) {
    await stderr.write("warning: any client that can reach this address can run any program\n");
  }
  return listener;
}
