import { readFileSync } from "node:fs";
import { bytesFromHex, hexFromBytes } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { detectGeneration, generationA } from "../src/generation-a.ts";
import { defaultTotalProgramBytes } from "../src/node/listen.ts";
import { checkedServerOptions, generationB } from "../src/index.ts";
import { requestBytes, responseBytes } from "./support/frames.ts";

const text = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");

/** Returns the cells of the tables' rows that have so many. */
function rows(cells: number): string[][] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .filter(({ length }) => length === cells)
    .map((row) => row.map((cell) => cell.trim().replace(/^`(.*)`$/, "$1")));
}

const frames = rows(4)
  .filter(([generation]) => generation === "A" || generation === "B")
  .map(([generation = "", sender = "", what = "", hex = ""]) => ({
    protocol: generation === "A" ? generationA : generationB,
    generation,
    sender,
    what,
    hex: hex.replaceAll(" ", ""),
  }));

test("the document shows frames of every kind", () => {
  expect(frames).toHaveLength(17);
});

test.each(frames)("$generation, $sender: $what", ({ protocol, sender, what, hex }) => {
  const body = bytesFromHex(hex).subarray(4);
  const message = sender === "client" ? protocol.readRequest(body) : protocol.readResponse(body);
  const written =
    sender === "client"
      ? requestBytes(protocol, protocol.readRequest(body))
      : responseBytes(protocol, protocol.readResponse(body));
  expect(hexFromBytes(written)).toBe(hex);
  const named = /(?<=\bid )\d+/.exec(what)?.[0];
  expect(message.id).toBe(named === undefined ? message.id : Number(named));
});

test.each(frames.filter(({ sender }) => sender === "client"))(
  "a server finds generation $generation by: $what",
  ({ protocol, hex }) => {
    expect(detectGeneration(bytesFromHex(hex).subarray(4))).toBe(protocol);
  },
);

test("the defaults are those of the code", () => {
  const units: Readonly<Record<string, number>> = { MiB: 2 ** 20, GiB: 2 ** 30, s: 1000 };
  const documented = rows(5).flatMap(([option = "", value = ""]) => {
    const [number = "", unit = ""] = value.split(" ");
    const amount = Number(number.replaceAll(",", "")) * (units[unit] ?? 1);
    return Number.isNaN(amount) || option === "maxConnections" ? [] : [[option, amount] as const];
  });
  const { protocol, programBudget, ...defaults } = checkedServerOptions({});
  expect([protocol, programBudget]).toEqual([generationB, undefined]);
  const ofListeners = { maxTotalProgramBytes: defaultTotalProgramBytes };
  expect(Object.fromEntries(documented)).toEqual({ ...defaults, ...ofListeners });
});
