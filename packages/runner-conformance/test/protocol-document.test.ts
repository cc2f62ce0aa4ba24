import { readFileSync } from "node:fs";
import { listen } from "@lutra/runner-binary/node";
import { connect } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { servedRunners } from "./served/runners.ts";

const page = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");

/** Returns the bytes of a worked frame of generation B. */
function frame(sender: string, message: string): Buffer {
  const row = page.split("\n").find((line) => {
    const [, generation, from, what] = line.split("|").map((cell) => cell.trim());
    return generation === "B" && from === sender && what?.startsWith(message);
  });
  return Buffer.from(/`([0-9a-f ]+)`\s*\|$/.exec(row ?? "")![1]!.replaceAll(" ", ""), "hex");
}

test("a server of the interpreter answers the worked frames as the document says", async () => {
  const runner = servedRunners.interpreter();
  await using listener = await listen(runner);
  const socket = connect(listener.port!, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.end(
    Buffer.concat([
      frame("client", "prepare"),
      frame("client", "execute"),
      frame("client", "release"),
    ]),
  );
  await once(socket, "close");
  const answers = [
    frame("server", "prepared"),
    frame("server", "output"),
    frame("server", "released"),
  ];
  expect(Buffer.concat(chunks).toString("hex")).toBe(Buffer.concat(answers).toString("hex"));
});
