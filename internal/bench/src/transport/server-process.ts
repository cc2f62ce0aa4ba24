// Entry of a server process: `node server-process.ts PEER`. Sends its address to the parent and ends with it.
import { rmSync } from "node:fs";
import { transportPeer } from "./peers.ts";

const peer = transportPeer(process.argv[2] ?? "");
const address = await peer.serve?.();
// Nothing else removes a Unix socket, whichever way this process is told to end.
process.on("exit", () => {
  if (typeof address === "string") rmSync(address, { force: true });
});
for (const end of ["disconnect", "SIGTERM", "SIGINT"]) process.on(end, () => process.exit());
process.send?.(address);
