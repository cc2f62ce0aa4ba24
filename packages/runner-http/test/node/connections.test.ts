import { connect, type Socket } from "node:net";
import { createRandom, runnerFailure } from "@lutra-internal/testing";
import { afterEach, describe, expect, test } from "vitest";
import { HttpClient, mediaType } from "../../src/index.ts";
import { listen } from "../../src/node.ts";
import { atEnd, cleanUp, exchanges, serveHttp, serveTcp } from "../support/exchanges.ts";
import { CountingRunner, identity } from "../support/running.ts";

// What exchanges do with their connections: with answers of every form, early ones, and servers that close.

afterEach(cleanUp);

const binary = { "content-type": mediaType };

/** Forms in which a server may write the same answer, each after the status line. */
const forms: Readonly<Record<string, string>> = {
  "with a length": "Content-Length: 2\r\n\r\nok",
  "in chunks": "Transfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
  "in chunks with trailers": "Transfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n2\r\nok\r\n0\r\nX-A: b\r\n\r\n",
}; // prettier-ignore

/** Reads requests from a socket, and calls back for each of them, as soon as its head is there or when it is complete. */
function onRequests(
  socket: Socket,
  answer: (n: number) => void,
  when: "early" | "complete" = "complete",
): void {
  let head = "";
  let bodyLeft = 0;
  let n = 0;
  socket.on("data", (chunk) => {
    let rest = chunk.toString("latin1");
    while (rest !== "") {
      const skipped = Math.min(bodyLeft, rest.length);
      bodyLeft -= skipped;
      rest = rest.slice(skipped);
      if (skipped > 0 && bodyLeft === 0 && when === "complete") answer(n++);
      if (rest === "") return;
      head += rest;
      const end = head.indexOf("\r\n\r\n") + 4;
      if (end < 4) return;
      bodyLeft = Number(/content-length: (\d+)/i.exec(head.slice(0, end))?.[1] ?? 0);
      rest = head.slice(end);
      head = "";
      if (when === "early" || bodyLeft === 0) answer(n++);
    }
  });
}

describe.each(Object.entries(exchanges))("%s", (name, makeExchange) => {
  // undici takes no answer before the answer, nor does fetch on Node, and both open a second connection now and then.
  const isOurs = name === "nodeExchange";
  const informational = isOurs ? "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\n\r\n" : "";
  const maxConnections = isOurs ? 1 : 2;
  const clientOf = (port: number): HttpClient =>
    new HttpClient(`http://127.0.0.1:${port}`, { exchange: makeExchange() });

  test("200 calls, one after the other, use one connection", async () => {
    const listener = await listen(new CountingRunner(), { allowAnyone: true });
    atEnd(() => listener.close(0));
    let connections = 0;
    const port = await serveTcp((socket) => {
      connections++;
      const inner = connect({ port: listener.port, noDelay: true });
      inner.on("error", () => {});
      socket.pipe(inner).pipe(socket);
    });
    const client = clientOf(port);
    const prepared = await client.prepare(identity);
    const random = createRandom(1);
    for (let i = 0; i < 200; i++) {
      const input = new Uint8Array(random.pick([0, 1, 100, 20_000])).fill(i);
      expect(Buffer.compare(await client.execute(prepared, input), input)).toBe(0);
    }
    expect(connections).toBeLessThanOrEqual(maxConnections);
  });

  test.each(Object.entries(forms))("an answer %s leaves its connection usable", async (_, form) => {
    let connections = 0;
    const port = await serveTcp((socket) => {
      connections++;
      onRequests(socket, () => {
        socket.write(`${informational}HTTP/1.1 200 OK\r\nContent-Type: ${mediaType}\r\n${form}`);
      });
    }); // prettier-ignore
    const client = clientOf(port);
    const prepared = await client.prepare(identity);
    for (let i = 0; i < 20; i++) {
      const output = await client.execute(prepared, new Uint8Array(5));
      expect(new TextDecoder().decode(output)).toBe("ok");
    }
    expect(connections).toBeLessThanOrEqual(maxConnections);
  });

  test("errors leave the connection usable, whether or not they have a body", async () => {
    let connections = 0;
    const answers = [
      "401 No\r\nContent-Length: 0\r\n\r\n",
      "404 No\r\nContent-Length: 4\r\n\r\nnone",
      "503 No\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbusy\r\n0\r\n\r\n",
      "304 No\r\n\r\n",
      "302 No\r\nContent-Length: 2\r\nLocation: /\r\n\r\nno",
      "204 No\r\n\r\n",
    ];
    const port = await serveTcp((socket) => {
      connections++;
      onRequests(socket, (n) => void socket.write(`HTTP/1.1 ${answers[n % answers.length]!}`));
    });
    const client = clientOf(port);
    const prepared = await client.prepare(identity);
    for (let i = 0; i < 24; i++) await runnerFailure(client.execute(prepared, new Uint8Array(5)));
    expect(connections).toBeLessThanOrEqual(maxConnections);
  });

  test("an answer that ends with its connection is whole, and the next call takes another", async () => {
    let connections = 0;
    const port = await serveTcp((socket) => {
      connections++;
      onRequests(socket, () => {
        socket.end(`HTTP/1.1 200 OK\r\nContent-Type: ${mediaType}\r\n\r\nall`);
      });
    });
    const client = clientOf(port);
    const prepared = await client.prepare(identity);
    for (let i = 0; i < 20; i++) {
      const output = await client.execute(prepared, new Uint8Array(5));
      expect(new TextDecoder().decode(output)).toBe("all");
    }
    expect(connections).toBe(20);
  });

  describe("with a large body that the server does not want", () => {
    const large = new Uint8Array(5 * 1024 * 1024);
    const failed = async (port: number): Promise<string | undefined> => {
      const client = clientOf(port);
      const prepared = await client.prepare(identity);
      const codes = new Set<string | undefined>();
      for (let i = 0; i < 5; i++) {
        codes.add((await runnerFailure(client.execute(prepared, large))).code);
      }
      return [...codes].join();
    };

    test("our own server's refusal arrives", async () => {
      const listener = await listen(new CountingRunner(), { allowAnyone: true });
      atEnd(() => listener.close(0));
      expect(await failed(listener.port)).toBe("FRAME_TOO_LARGE");
    });

    test("our own server's refusal arrives through a balancer", async () => {
      const listener = await listen(new CountingRunner(), { allowAnyone: true });
      atEnd(() => listener.close(0));
      const port = await serveTcp((socket) => {
        const inner = connect({ port: listener.port, noDelay: true });
        socket.pipe(inner);
        inner.pipe(socket);
        inner.on("error", () => socket.destroySoon());
      });
      expect(await failed(port)).toBe("FRAME_TOO_LARGE");
    });

    test.each([
      ["413", "FRAME_TOO_LARGE"],
      ["401", "ACCESS_DENIED"],
      ["503", "CONNECTION_CLOSED"],
    ])("a %s that is written while the body arrives is understood", async (status, code) => {
      const port = await serveTcp((socket) => {
        const answer = `HTTP/1.1 ${status} No\r\nContent-Length: 2\r\n\r\nno`;
        onRequests(socket, () => void socket.write(answer), "early");
      });
      expect(await failed(port)).toBe(code);
    });

    test("a server that answers and closes at once ends no process, whatever arrives", async () => {
      const port = await serveTcp((socket) => {
        socket.once("data", () => {
          socket.write("HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno", () => socket.destroy());
        });
      });
      expect(await failed(port)).toMatch(/^(FRAME_TOO_LARGE|CONNECTION_CLOSED|,)+$/);
    });

    // undici sends its next request on the same connection.
    test.runIf(isOurs)("a server that reads nothing more keeps no connection busy", async () => {
      const port = await serveTcp((socket) => {
        socket.once("data", () => {
          socket.pause().write("HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno");
        });
      });
      const client = clientOf(port);
      const prepared = await client.prepare(identity);
      for (let i = 0; i < 70; i++) {
        expect((await runnerFailure(client.execute(prepared, large))).code).toBe("FRAME_TOO_LARGE");
      }
    });
  });

  test("a connection that the server closes while it is idle is not used again", async () => {
    let closed = 0;
    const port = await serveHttp((_, to) => {
      const { socket } = to;
      to.writeHead(200, binary).end("x", () => {
        setImmediate(() => socket?.end());
        socket?.once("close", () => closed++);
      });
    });
    const client = clientOf(port);
    const prepared = await client.prepare(identity);
    for (let i = 1; i <= 5; i++) {
      expect(await client.execute(prepared, new Uint8Array(5))).toHaveLength(1);
      while (closed < i) await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
