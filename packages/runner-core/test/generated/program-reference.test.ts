import { uint8 } from "@lutra/bin";
import { expect, test } from "vitest";
import { runnerFailure } from "@lutra-internal/testing";
import { ErrorCode, typedProgram } from "../../src/index.ts";
import { embeddedProgram, isProgramReference, programReference } from "../../src/generated.ts";
import { MessageClient, type RequestMessage } from "../../src/transport.ts";

const hash = "01".repeat(32);

test("a reference has a hash and no bytes, and says where it runs", () => {
  const program = programReference("sqlPostgres", hash);
  expect(program.kind).toBe("sqlPostgres");
  expect(program.hash).toBe(hash);
  expect(() => program.bytes).toThrow(
    `only the hash of the sql-pg program ${hash} is here: it runs over HTTP, on a server that lists it in its ` +
      "`programs`; for another runner, generate the module with programs embedded",
  );
});

test("a reference is told from a program with bytes", () => {
  expect(isProgramReference(programReference("bytecodeLt", hash))).toBe(true);
  expect(isProgramReference(embeddedProgram("bytecodeLt", hash, () => ""))).toBe(false);
});

test("a client of another transport refuses a reference, and sends nothing", async () => {
  const sent: RequestMessage[] = [];
  class RecordingClient extends MessageClient {
    protected override send(request: RequestMessage): undefined {
      sent.push(request);
    }
    protected override async disconnect(): Promise<void> {}
  }
  await using client = new RecordingClient();
  const program = programReference("bytecodeLt", hash);
  const calls = [client.prepare(program), client.run(typedProgram(program, uint8, uint8), 1)];
  for (const call of calls) {
    expect(await runnerFailure(call)).toMatchObject({ code: ErrorCode.PREPARE_ERROR });
  }
  expect(sent).toEqual([]);
});
