import { readFileSync } from "node:fs";
import { bytesFromHex, hexFromBytes } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { generationA } from "../src/generation-a.ts";
import { generationB } from "../src/index.ts";
import { requestBytes, responseBytes } from "./support/frames.ts";

const text = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
const row =
  /^\| (?<generation>[AB]) +\| (?<sender>client|server) +\| (?<what>.*?) +\| `(?<hex>[\da-f ]+)` +\|$/gm;
const frames = Array.from(text.matchAll(row), ({ groups = {} }) => ({
  generation: groups["generation"] ?? "",
  sender: groups["sender"] ?? "",
  what: groups["what"] ?? "",
  hex: groups["hex"]?.replaceAll(" ", "") ?? "",
}));

test("the document has frames of every kind", () => {
  expect(frames.length).toBeGreaterThanOrEqual(17);
});

test.each(frames)("$generation, $sender: $what", ({ generation, sender, what, hex }) => {
  const protocol = generation === "A" ? generationA : generationB;
  const body = bytesFromHex(hex).subarray(4);
  if (sender === "client") {
    const request = protocol.readRequest(body);
    expect(hexFromBytes(requestBytes(protocol, request))).toBe(hex);
  } else {
    const response = protocol.readResponse(body);
    expect(hexFromBytes(responseBytes(protocol, response))).toBe(hex);
  }
  const [id] = /(?<=\bid )\d+/.exec(what) ?? [];
  if (id !== undefined) expect(hex).toContain(`${Number(id).toString(16).padStart(2, "0")}000000`);
});
