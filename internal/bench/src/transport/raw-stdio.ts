import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { largeBytes, type TransportPeer } from "./peer.ts";
import { fixedSizeCalls, smallBytes } from "./raw-socket.ts";

/** Bytes through a process and back: the floor of everything on standard streams. */
export const rawStdio: TransportPeer = {
  name: "raw-stdio",
  connect: () => {
    const server = fileURLToPath(new URL("./raw-stdio-server.ts", import.meta.url));
    const child = spawn(process.execPath, [...process.execArgv, server], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const streams = { readable: child.stdout, writable: child.stdin };
    return Promise.resolve({
      // One kind of message at a time: what arrives is the answer to whichever waits.
      small: fixedSizeCalls(streams, smallBytes),
      smallEcho: smallBytes,
      large: fixedSizeCalls(streams, largeBytes),
      close: () => void child.kill(),
      pid: child.pid,
    });
  },
};
