import { expect, it } from "vitest";
import { mutantsOf, mutated } from "../src/mutants.ts";

const changes = (text: string): string[] => mutantsOf(text).map((mutant) => mutated(text, mutant));

it.each([
  ["a < b", ["a <= b"]],
  ["a === b", ["a !== b"]],
  ["!a && b", ["!a || b", "a && b"]],
  ["f(7, true)", ["f((7 + 1), true)", "f(7, false)"]],
  ["throw new Error();", [";"]],
  ["const quietMs = 50, tries = 3;", ["const quietMs = 50, tries = (3 + 1);"]],
  ["const ms = 50, forms = 30;", ["const ms = 50, forms = (30 + 1);"]],
  ["f({ 8: 1 });", ["f({ [(8 + 1)]: 1 });", "f({ 8: (1 + 1) });"]],
  ["const { 0: a } = b;", ["const { [(0 + 1)]: a } = b;"]],
  [
    "const { timeoutMs = 60_000, tries = 3 } = options;",
    ["const { timeoutMs = 60_000, tries = (3 + 1) } = options;"],
  ],
  ["f({ graceMs: 200, waitMs: 0 });", ["f({ graceMs: 200, waitMs: (0 + 1) });"]],
  ["f(a.waitMs ?? 10_000, b ?? 20)", ["f(a.waitMs ?? 10_000, b ?? (20 + 1))"]],
  ["f(list[i ?? -1], i ?? -1)", ["f(list[i ?? -1], i ?? -(1 + 1))"]],
  ["let a: 1 | 2;", []],
  ['throw "a" + b;', [";"]],
  ["f(`a${b + c}` + d);", ["f(`a${b - c}` + d);"]],
  ['signal.addEventListener("abort", f, { once: true });', []],
  [
    'port.addEventListener("close", f, { once: true });',
    ['port.addEventListener("close", f, { once: false });'],
  ],
  ["interface A { b: 1 }", []],
])("changes %j one place at a time", (text, expected) => {
  expect(changes(text)).toEqual(expected);
});

it.each([
  ["for (let i = 0; i < 5; i++) f(i < n);", [true, true, true, false]],
  ["for (let i = 0; i < n; i++) f(i < 5);", [true, false, false, true]],
])("tells numbers, and how often a loop runs, from other changes: %j", (text, expected) => {
  expect(mutantsOf(text).map(({ isAmount }) => isAmount)).toEqual(expected);
});
