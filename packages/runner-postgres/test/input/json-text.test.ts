import { TextBudget } from "@lutra/runner-sql";
import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { JsonTexts } from "../../src/input/json-text.ts";
import { programTypes } from "../../src/program-types.ts";
import { array, enumOf, option, sqlTypes, std, tuple, unit } from "../support/types.ts";

const item = tuple({
  flag: std("Bool"),
  text: std("Text"),
  state: enumOf({ idle: unit, busy: std("Int64"), gone: unit }),
  none: option(std("Float64")),
  pair: tuple({ a: std("Int8"), b: array(std("Int16")) }),
});
const { input, defs } = sqlTypes(array(item), unit);

/** Returns the characters that a budget is charged for the text of a value. */
function charged(value: unknown): { readonly text: string; readonly characters: number } {
  let characters = 0;
  const budget = new TextBudget(0);
  budget.take = (taken) => void (characters += taken);
  const types = programTypes(defs, () => {});
  return { text: new JsonTexts(types).textOf(input)(value, budget), characters };
}

test("every character is charged, and at most a comma more for each list", () => {
  const random = createRandom(4);
  for (let round = 0; round < 50; round++) {
    const value = Array.from({ length: random.below(4) }, () => ({
      flag: random.oneIn(2),
      text: 'a"\u0001é😀'.repeat(random.below(5)),
      state: random.pick([{ tag: "idle" }, { tag: "busy", value: 7n }]),
      none: random.pick([null, 0.1, -0]),
      pair: { a: 1, b: Array.from({ length: random.below(5) }, () => -300) },
    }));
    const { text, characters } = charged(value);
    JSON.parse(text);
    expect(characters).toBeGreaterThanOrEqual(text.length);
    const lists = text.split("[").length - 1;
    expect(characters).toBeLessThanOrEqual(text.length + lists);
  }
});

test("fields without bytes are charged, so that a small input does not become all memory", () => {
  const fields = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`u${i}`, unit]));
  const wide = sqlTypes(array(tuple({ a: std("Uint8"), ...fields })), unit);
  const write = new JsonTexts(programTypes(wide.defs, () => {})).textOf(wide.input);
  const items = Array.from({ length: 124_000 }, () => ({ a: 7 }));
  expect(() => write(items, new TextBudget(124_000))).toThrow("pass less at a time");
});
