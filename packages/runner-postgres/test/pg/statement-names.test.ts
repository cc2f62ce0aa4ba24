import { expect, test } from "vitest";
import { StatementNames } from "../../src/pg/statement-names.ts";

test("a statement has one name, on every connection and of every runner", () => {
  const [one, other] = [{}, {}];
  const name = new StatementNames(2).nameOf(one, "SELECT 1");
  expect(name).toMatch(/^lutra_[0-9a-f]{32}$/);
  expect(new StatementNames(2).nameOf(other, "SELECT 1")).toBe(name);
  expect(new StatementNames(2).nameOf(one, "SELECT 1")).toBe(name);
  expect(new StatementNames(2).nameOf(one, "SELECT 2")).not.toBe(name);
});

test("as many statements have names as may be kept", () => {
  const connection = {};
  const names = new StatementNames(2);
  const [first, second, third] = ["a", "b", "c"].map((sql) => names.nameOf(connection, sql));
  expect([first, second]).not.toContain(undefined);
  expect(third).toBeUndefined();
  expect(names.nameOf(connection, "b")).toBe(second);
  expect(new StatementNames(3).nameOf(connection, "c")).toBeDefined();
});

test("without room no statement has a name, also if another runner gave it one", () => {
  const connection = {};
  expect(new StatementNames(1).nameOf(connection, "a")).toBeDefined();
  expect(new StatementNames(0).nameOf(connection, "a")).toBeUndefined();
});

test("a statement that the server has lost gets another name in its place", () => {
  const connection = {};
  const names = new StatementNames(2);
  const name = names.nameOf(connection, "a");
  const given = new Set([name]);
  for (let i = 1; i <= 3; i++) {
    const last = names.nameOf(connection, "a");
    expect(names.forget(connection, "a", true)).toBe(last);
    given.add(names.nameOf(connection, "a"));
  }
  expect([...given]).toEqual([name, `${name}_1`, `${name}_2`, `${name}_3`]);
  expect(names.nameOf(connection, "b")).toBeDefined();
  expect(names.nameOf(connection, "c")).toBeUndefined();
});

test("a statement with an outdated plan gets another name, and the server keeps both", () => {
  const connection = {};
  const names = new StatementNames(2);
  const name = names.nameOf(connection, "a");
  expect(names.forget(connection, "a", false)).toBe(name);
  expect(names.nameOf(connection, "a")).toBe(`${name}_1`);
  expect(names.nameOf(connection, "b")).toBeUndefined();
});

test("a statement without a name is not forgotten", () => {
  const connection = {};
  const names = new StatementNames(1);
  expect(names.forget(connection, "a", true)).toBeUndefined();
  expect(names.nameOf(connection, "a")).toMatch(/^lutra_[0-9a-f]{32}$/);
  expect(names.nameOf(connection, "b")).toBeUndefined();
});
