import { expect, test, vi } from "vitest";
import { embeddedProgram } from "../../src/generated.ts";

const hash = "01".repeat(32);

test("the text is read once, and not before the bytes are asked for", () => {
  const base64 = vi.fn<() => string>(() => "AgQAAAD/gA==");
  const program = embeddedProgram("bytecodeLt", hash, base64);
  expect(program.kind).toBe("bytecodeLt");
  expect(program.hash).toBe(hash);
  expect(base64).not.toHaveBeenCalled();
  expect(program.bytes).toEqual(new Uint8Array([2, 4, 0, 0, 0, 255, 128]));
  expect(program.bytes).toBe(program.bytes);
  expect(base64).toHaveBeenCalledOnce();
});

test("text that is not base64 is refused with the name of the program", () => {
  const program = embeddedProgram("bytecodeLt", hash, () => "Ag*A");
  expect(() => program.bytes).toThrow(
    new TypeError(`the text of the program ${hash} is not base64: generate its module again`),
  );
});

test("a copy across threads has the bytes", () => {
  const program = embeddedProgram("sqlDuckDb", hash, () => "AQQAAAA=");
  expect(structuredClone(program)).toEqual({
    kind: "sqlDuckDb",
    hash,
    bytes: new Uint8Array([1, 4, 0, 0, 0]),
  });
});
