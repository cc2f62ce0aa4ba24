import { expect, test } from "vitest";
import { PreparedPrograms } from "../src/index.ts";

const notFound: unknown = expect.objectContaining({ code: "PROGRAM_NOT_FOUND" });
const closed: unknown = expect.objectContaining({ code: "CONNECTION_CLOSED" });

test("each value has a handle of its own, until it is deleted", () => {
  const programs = new PreparedPrograms<string | undefined>();
  const [a, b] = [programs.add("program"), programs.add("program")];
  const none = programs.add(undefined);
  expect(a).not.toBe(b);
  expect(programs.get(a)).toBe("program");
  expect(programs.get(none)).toBeUndefined();
  expect(programs.delete(a)).toBe("program");
  expect(programs.delete(a)).toBeUndefined();
  expect(() => programs.get(a)).toThrow(notFound as Error);
  expect(programs.get(b)).toBe("program");
});

test("a handle says the memory that was stated, and nothing else", () => {
  const programs = new PreparedPrograms<number>();
  expect(programs.add(1, 0)).toStrictEqual({ memoryBytes: 0 });
  expect(programs.add(1)).toStrictEqual({});
});

test("the handle of another table is not found", () => {
  const handle = new PreparedPrograms<number>().add(1);
  expect(() => new PreparedPrograms<number>().get(handle)).toThrow(notFound as Error);
  expect(new PreparedPrograms<number>().delete(handle)).toBeUndefined();
});

test("a table that was cleared is closed", () => {
  const programs = new PreparedPrograms<number>();
  const [one, two] = [programs.add(1), programs.add(2)];
  programs.delete(one);
  expect(programs.clear()).toEqual([2]);
  expect(programs.clear()).toEqual([]);
  expect(() => programs.get(two)).toThrow(closed as Error);
  expect(() => programs.add(3)).toThrow(closed as Error);
  expect(() => programs.assertOpen()).toThrow(closed as Error);
  expect(programs.delete(two)).toBeUndefined();
});
