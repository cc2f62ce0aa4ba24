import { once } from "node:events";
import { connect } from "node:net";

/** A TCP connection that sends and receives whole frames, and knows nothing of what is in them. */
export interface RawConnection extends AsyncDisposable {
  /** Sends bodies, each with its length in front, in one write. */
  send(...bodies: readonly Uint8Array[]): void;
  /** Returns the body of the next frame; undefined when the other side has closed. */
  receive(): Promise<Uint8Array | undefined>;
}

/** Connects to a server on this machine. */
export async function connectRaw(port: number): Promise<RawConnection> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  // A server that dies resets the connection: for these tests that is an end like any other.
  socket.on("error", () => {});
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held = Buffer.alloc(0);
  const fill = async (length: number): Promise<boolean> => {
    while (held.length < length) {
      const chunk = await chunks.next().catch(() => ({ done: true, value: undefined }) as const);
      if (chunk.done === true) return false;
      held = Buffer.concat([held, chunk.value]);
    }
    return true;
  };
  return {
    send(...bodies) {
      const frames = bodies.map((body) => {
        const prefix = Buffer.alloc(4);
        prefix.writeUInt32LE(body.length);
        return Buffer.concat([prefix, body]);
      });
      socket.write(Buffer.concat(frames));
    },
    async receive() {
      if (!(await fill(4))) return undefined;
      const end = 4 + held.readUInt32LE(0);
      if (!(await fill(end))) return undefined;
      const body = held.subarray(4, end);
      held = held.subarray(end);
      return body;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(socket, "close");
      socket.destroy();
      await closed;
    },
  };
}
