import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { startTimer } from "@lutra/runner-core/transport";
import { detailsOf, type PgClientLike } from "./driver.ts";

const cancelRequestCode = 80_877_102;
const tlsRequestCode = 80_877_103;

/**
 * Asks the server to end what a connection is executing.
 *
 * The server is the one that the connection is to, also where a name stands for several. TLS is used if the connection
 * uses it.
 *
 * @returns when the server has handled the request, which it says by closing the connection; it does not say whether
 *   there was anything to end
 * @throws Error if the server cannot be reached, or the client does not say where it is connected
 * @see https://www.postgresql.org/docs/current/protocol-flow.html
 */
export async function sendCancelRequest(client: PgClientLike, timeoutMs: number): Promise<void> {
  const { processID, secretKey, ssl } = detailsOf(client);
  if (typeof processID !== "number" || typeof secretKey !== "number") {
    throw new Error("the client has no key to cancel with: it is not connected, or not one of pg");
  }
  const request = Buffer.alloc(16);
  request.writeInt32BE(request.length, 0);
  request.writeInt32BE(cancelRequestCode, 4);
  request.writeInt32BE(processID, 8);
  request.writeInt32BE(secretKey, 12);
  const socket = openSocket(client);
  const stopTimer = startTimer(timeoutMs, () => {
    socket.destroy(new Error("the server does not answer"));
  });
  try {
    const stream = ssl ? await startTls(socket, client) : socket;
    await sendUntilClosed(stream, request);
  } finally {
    stopTimer();
    socket.destroy();
  }
}

function openSocket(client: PgClientLike): Socket {
  const { host = "localhost", port = 5432, connection } = detailsOf(client);
  if (host.startsWith("/")) return connect(`${host}/.s.PGSQL.${port}`);
  const { remoteAddress, remotePort } = connection?.stream ?? {};
  return connect(remotePort ?? port, remoteAddress ?? host);
}

async function startTls(socket: Socket, client: PgClientLike): Promise<Socket> {
  const { ssl, host = "localhost" } = detailsOf(client);
  const request = Buffer.alloc(8);
  request.writeInt32BE(request.length, 0);
  request.writeInt32BE(tlsRequestCode, 4);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the server closed the connection")));
    socket.once("data", resolve);
    socket.write(request);
  });
  if (answer.toString("latin1") !== "S") throw new Error("the server refuses TLS");
  const options = typeof ssl === "object" ? ssl : {};
  return connectTls({
    socket,
    // The name that the certificate has to be for, also where it is an address.
    host,
    ...options,
    // A client of pg hides the key from being listed.
    ...("key" in options && { key: options.key as string }),
    ...(isIP(host) === 0 && { servername: host }),
  });
}

function sendUntilClosed(stream: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once("error", reject);
    stream.once("close", () => resolve());
    stream.resume();
    stream.write(request);
  });
}
