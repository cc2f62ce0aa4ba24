import { expect, test } from "vitest";
import { array, int32, text, tuple } from "../../src/index.ts";
import { encodeWith, parseJsonNode, type Writer, writeText } from "../../src/transcode.ts";

type Row = readonly [number, string];

function writeRows(writer: Writer, rows: readonly Row[], at: number): void {
  writer.arrayHead(at, rows.length);
  let place = writer.reserve(rows.length * 12);
  for (const [id, title] of rows) {
    writer.view.setInt32(place, id, true);
    writeText(writer, title, place + 4);
    place += 12;
  }
}

const rows: readonly Row[] = [
  [1, "otter"],
  [-2, ""],
  [3, "žába".repeat(10_000)],
];

test("what is written without values is what a codec writes", () => {
  const codec = array(tuple([int32, text]));
  const values = rows.map(([id, title]): [number, string] => [id, title]);
  expect(encodeWith(writeRows, 8, rows)).toEqual(codec.encode(values));
  expect(encodeWith(writeRows, 8, rows, 5)).toEqual(codec.encode(values, { prefixBytes: 5 }));
});

test("an encoding inside of another one disturbs neither", () => {
  let inner: Uint8Array | undefined;
  const outer = encodeWith(
    (writer, value: string, at) => {
      inner = encodeWith(writeText, 8, "inner");
      writeText(writer, value, at);
    },
    8,
    "outer",
  );
  expect(text.decode(outer)).toBe("outer");
  expect(text.decode(inner ?? new Uint8Array())).toBe("inner");
});

test("faults become the errors of encode, others pass as they are", () => {
  expect(() => encodeWith(writeText, 8, "\ud800")).toThrow(TypeError);
  const own = new Error("own");
  const failing = (): never => {
    throw own;
  };
  expect(() => encodeWith(failing, 0, undefined)).toThrow(own);
  expect(encodeWith(writeText, 8, "after")).toEqual(text.encode("after"));
});

test("numbers of JSON keep their digits", () => {
  expect(parseJsonNode("[9007199254740993]")).toMatchObject({
    kind: "array",
    items: [{ kind: "number", text: "9007199254740993" }],
  });
  expect(() => parseJsonNode("[[[1]]]", { maxNesting: 2 })).toThrow("nested deeper than 2 levels");
});
