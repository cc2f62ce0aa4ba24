import { completeTypes, type Ty, type TyKind } from "@lutra/bin";
import { expect, test } from "vitest";
import { typeText } from "../src/program/type-text.ts";

const of = (kind: TyKind): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const named = (...path: readonly string[]): Ty => of({ tag: "ident", value: path });
const tree = of({
  tag: "tuple",
  value: [
    { name: "size", ty: named("std", "Int64") },
    { name: "parts", ty: of({ tag: "array", value: named("Tree") }) },
  ],
});
const { ty, defs } = completeTypes(named("Tree"), [{ name: ["Tree"], ty: tree }]);

test("a definition whose line just fits stays on it", () => {
  const line = "  Tree = {size: Int64, parts: [Tree]}";
  expect(typeText(ty, defs, line.length)).toBe(`Tree\nwhere\n${line}`);
  expect(typeText(ty, defs, line.length - 1)).toBe(
    "Tree\nwhere\n  Tree = {\n    size: Int64,\n    parts: [Tree],\n  }",
  );
});
