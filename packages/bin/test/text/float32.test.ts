import { createRandom, type Random } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { parseCsv, parseJson, parseSource } from "../../src/parse.ts";
import { renderCsv, renderJson, renderSource } from "../../src/render.ts";
import { float32FromText } from "../../src/text/float32.ts";
import {
  doubleFormat,
  exactDigits,
  rationalOf,
  roundExactly,
  singleFormat,
} from "../support/exact-rounding.ts";
import { array, std } from "../support/make-ty.ts";

const float32 = std("Float32");
const float64 = std("Float64");

describe("a Float32 is rounded once", () => {
  test.each([
    ["just above a tie", "16777217.000000001", 16_777_218],
    ["a tie, to even", "16777217", 16_777_216],
    ["a tie, to even above", "16777219", 16_777_220],
    ["above the tie after one", "1.00000005960464477539062500001", 1 + 2 ** -23],
    [
      "the largest that is below infinity",
      "340282356779733661637539395458142568447.9",
      3.4028234663852886e38,
    ],
    ["just above half of the smallest", "7.00649232162408535461864791644959e-46", 2 ** -149],
    ["half of the smallest", `${exactDigits(2 ** -150)}`, 0],
    ["with a sign", "-16777217.000000001", -16_777_218],
    ["an exponent in capitals", "1677721.7000000001E+1", 16_777_218],
    ["a tail of zeros and a one", `16777217.${"0".repeat(5000)}1`, 16_777_218],
    ["a long way to the first digit", `0.${"0".repeat(5000)}16777217000000001e5008`, 16_777_218],
  ])("%s", (_, text, expected) => {
    expect(float32FromText(text)).toBe(expected);
    expect(parseSource(text, float32)).toBe(expected);
    expect(parseJson(text, float32)).toBe(expected);
    expect(parseJson(`"${text}"`, float32)).toBe(expected);
    expect(parseCsv(`Float32\n${text}\n`, array(float32))).toEqual([expected]);
  });

  test("beyond the largest is refused, from the tie on", () => {
    expect(() => parseJson("340282356779733661637539395458142568448", float32)).toThrow("Float32");
  });
});

/** Returns a random positive 32-bit number; subnormal and extreme ones are more frequent. */
function randomSingle(random: Random): number {
  const exponent = random.pick([0, 0, 1, 127, 150, 254, random.below(255)]);
  const mantissa = random.pick([0, 1, 0x7f_ffff, 0x7f_fffe, random.below(0x80_0000)]);
  return new Float32Array(new Uint32Array([(exponent << 23) | mantissa]).buffer)[0]!;
}

function nextSingle(value: number): number {
  const bits = new Uint32Array(new Float32Array([value]).buffer);
  bits[0]!++;
  const next = new Float32Array(bits.buffer)[0]!;
  return Number.isFinite(next) ? next : 2 ** 128;
}

/** Digits at, just above and just below the middle of two neighbours, in several forms. */
function* hardTexts(random: Random): Generator<string> {
  const low = randomSingle(random);
  const tie = exactDigits((low + nextSingle(low)) / 2).replace(/(?<=[1-9])0+$|(?<=\.0)0+$/, "");
  const tail = "0".repeat(random.pick([0, 1, 30, 900]));
  yield tie;
  yield `${tie}${tail}1`;
  // The last digit that is not zero is lowered, and nines follow.
  const last = tie.search(/[1-9](?=[0.]*$)/);
  const lowered = `${tie.slice(0, last)}${Number(tie[last]) - 1}${tie.slice(last + 1).replaceAll("0", "9")}`;
  yield `${lowered}${"9".repeat(tail.length + 1)}`;
  yield tie.slice(0, random.pick([18, 19, 20, 21, 22, 40]));
  const shift = random.below(60) - 30;
  yield `${tie.replace(".", "").slice(0, 130)}.${random.bits()}e${shift - tie.length}`;
  yield `${random.below(10)}.${random.bits()}${random.bits()}e${random.below(84) - 46}`;
}

/** Every way to read a number. */
const readers: readonly ((text: string) => unknown)[] = [
  (text) => parseSource(text, float32),
  (text) => parseJson(text.replace(/^0+(?=\d)/, ""), float32),
  (text) => parseCsv(`Float32\n${text}\n`, float32),
];

test("every parser agrees with exact rational arithmetic on numbers next to a tie", () => {
  const random = createRandom(32);
  const texts = Array.from({ length: 400 }, () => [...hardTexts(random)])
    .flat()
    .filter((text) => /^\d+(?:\.\d+)?(?:e-?\d+)?$/.test(text));
  const cases = texts.map((text) => ({ text, exact: rationalOf(text) }));
  const wrong = cases.filter(({ text, exact }) => {
    const single = roundExactly(exact, singleFormat);
    const agree = readers.every((read) => !Number.isFinite(single) || read(text) === single);
    return !agree || float32FromText(text) !== single || float32FromText(`-${text}`) !== -single;
  });
  expect(wrong).toEqual([]);
  const wrongDoubles = cases.filter(({ text, exact }) => {
    const double = roundExactly(exact, doubleFormat);
    return Number.isFinite(double) && parseSource(text, float64) !== double;
  });
  expect(wrongDoubles).toEqual([]);
  expect(texts.length).toBeGreaterThan(1500);
});

test("what is rendered rounds to the same number by exact arithmetic", () => {
  const random = createRandom(33);
  for (let round = 0; round < 3000; round++) {
    const value = randomSingle(random);
    const expected = renderSource(value, float32);
    expect(roundExactly(rationalOf(expected), singleFormat)).toBe(value);
    expect(renderCsv(value, float32)).toBe(`Float32\n${expected}\n`);
    expect(parseJson(renderJson(value, float32), float32)).toBe(value);
  }
});
