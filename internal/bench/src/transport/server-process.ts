// Entry of a server process: `node server-process.ts PEER`. Sends its address to the parent and ends with it.
import { transportPeer } from "./peers.ts";

const peer = transportPeer(process.argv[2] ?? "");
process.on("disconnect", () => process.exit());
process.send?.(await peer.serve?.());
