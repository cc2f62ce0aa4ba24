import { expect, it } from "vitest";
import { codecFor, int64, isoDate, type Ty } from "../../src/index.ts";

const bare = (kind: Ty["kind"]): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const std = (name: string): Ty => bare({ tag: "ident", value: ["std", name] });
const field = (name: string, ty: Ty): { readonly name: string; readonly ty: Ty } => ({ name, ty });
const event = bare({
  tag: "tuple",
  value: [field("on", std("Date")), field("of", bare({ tag: "ident", value: ["Id"] }))],
});
const defs = [{ name: ["Id"], ty: std("Int64") }];

it("puts other codecs in place of those of standard types, also in definitions", () => {
  const codec = codecFor(event, defs, { standard: { Date: isoDate, Int64: int64.asNumber } });
  const value = { on: "2025-02-01", of: 7 };
  const bytes = codec.encode(value);
  expect(codec.decode(bytes)).toEqual(value);
  expect(codecFor(event, defs).decode(bytes)).toEqual({ on: 20_120, of: 7n });
});

it("remembers codecs without options only", () => {
  expect(codecFor(event, defs)).toBe(codecFor(event, defs));
  const options = { standard: { Date: isoDate } };
  expect(codecFor(event, defs, options)).not.toBe(codecFor(event, defs, options));
  expect(codecFor(event, defs).decode(new Uint8Array(12))).toEqual({ on: 0, of: 0n });
});
