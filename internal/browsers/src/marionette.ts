import { once } from "node:events";
import { connect } from "node:net";

/** A connection to Firefox. */
export interface MarionetteConnection {
  /**
   * Sends a command and waits for its response.
   *
   * @throws Error with Firefox's words, if the command fails or the connection ends
   */
  send(name: string, parameters?: object): Promise<unknown>;
  close(): void;
}

/** A response: 1, the command's id, an error or null, a result. */
type Response = readonly [1, number, { error: string; message: string } | null, unknown];

interface PendingCommand {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Connects to a Firefox that listens on a port of this machine. Each message is `LENGTH:JSON`, the length in bytes. */
export async function connectMarionette(port: number): Promise<MarionetteConnection> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const pending = new Map<number, PendingCommand>();
  let lastId = 0;
  let received = Buffer.alloc(0);

  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const colon = received.indexOf(":");
      if (colon < 0) return;
      const end = colon + 1 + Number(received.toString("latin1", 0, colon));
      if (received.length < end) return;
      const message = JSON.parse(received.toString("utf8", colon + 1, end)) as unknown;
      received = received.subarray(end);
      // The first message is no response: it names the protocol.
      if (Array.isArray(message)) settle(message as unknown as Response);
    }
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    for (const { reject } of pending.values()) reject(new Error("Firefox closed the connection"));
    pending.clear();
  });

  const settle = ([, id, error, result]: Response): void => {
    const command = pending.get(id);
    pending.delete(id);
    if (error === null) command?.resolve(result);
    else command?.reject(new Error(`${error.error}: ${error.message}`));
  };

  return {
    send: (name, parameters = {}) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) throw new Error("Firefox closed the connection");
        const id = ++lastId;
        pending.set(id, { resolve, reject });
        const json = JSON.stringify([0, id, name, parameters]);
        socket.write(`${Buffer.byteLength(json)}:${json}`);
      }),
    close: () => socket.destroy(),
  };
}
