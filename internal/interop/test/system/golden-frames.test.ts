import { bytesFromHex, type FrameVector, hexFromBytes, vectors } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { buildPeer, connectRaw, startPeerServer } from "../../src/index.ts";

const { path: peer } = await buildPeer();
const body = (frame: FrameVector): Uint8Array => bytesFromHex(frame.body);
const hex = (frame: FrameVector): string => hexFromBytes(body(frame));

describe.skipIf(peer === undefined)("the golden frames", () => {
  test("of generation B are what the original answers, byte by byte", async () => {
    const { protocolB } = vectors();
    // The exchange: requests and their responses in turn. After it come single responses.
    const requests = protocolB.filter((frame) => frame.dir === "client");
    const responses = protocolB.slice(0, 2 * requests.length).filter(({ dir }) => dir === "server");
    await using server = await startPeerServer(peer!, { runner: "echo" });
    await using connection = await connectRaw(server.port);
    const answers: string[] = [];
    for (const request of requests) {
      connection.send(body(request));
      answers.push(hexFromBytes((await connection.receive()) ?? new Uint8Array()));
    }
    expect(answers).toEqual(responses.map(hex));
  });

  test("of generation A are what the original answers, byte by byte", async () => {
    const named = new Map(vectors().protocolA.map((frame) => [frame.name, frame]));
    const frame = (name: string): FrameVector => named.get(name)!;
    // Request 5 on program 0 with the input `ee`, and request 6 on a program that was never prepared.
    const failing = bytesFromHex("01 04000000 00000000 0c000000 01000000 05000000 ee");
    const unknown = bytesFromHex("01 04000000 4d000000 0c000000 01000000 06000000 05");
    await using server = await startPeerServer(peer!, { generation: "a", runner: "echo" });
    await using connection = await connectRaw(server.port);
    connection.send(
      body(frame("Prepare, program 0")),
      body(frame("Execute, program 0, input 01 02, request 5")),
      failing,
      unknown,
      body(frame("Release, program 9")),
    );
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(hexFromBytes((await connection.receive())!));
    expect(answers).toEqual([
      hex(frame("Ok, request 5, output 01 02")),
      hex(frame('Err "boom" / EXECUTION_ERROR, request 5')),
      hex(frame("Err, unknown program 77, request 6")),
    ]);
  });
});
