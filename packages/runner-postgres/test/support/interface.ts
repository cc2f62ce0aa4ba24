import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PostgresRunner } from "../../src/index.ts";
import type { Engine } from "./engine.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");

/** Describes tables of all sorts, and compares with source that Lutra 0.6.2 compiles. */
export function testInterface(engine: () => Engine): void {
  test("every table of every schema is described, in an order that never changes", async () => {
    for (const schema of [
      "audit",
      "empty",
      "odd schema",
      "std",
      "project",
      "from_tasks",
      "module",
    ]) {
      await engine().execute(`drop schema if exists "${schema}" cascade`);
    }
    await engine().execute(
      'drop schema if exists "slash/ed"; drop schema if exists "z""q" cascade; ' +
        "drop schema public cascade; create schema public",
    );
    await engine().execute(fixture("tables.sql"));
    const source = await new PostgresRunner(engine().adapter).getInterface();
    expect(source).toBe(fixture("tables.lt"));
  });

  test("partitioned tables are described with their partitions, and views are not", async () => {
    await engine().execute(`drop schema public cascade; create schema public;
      create table orders (id int4 primary key, v text) partition by hash (id);
      create table orders_0 partition of orders for values with (modulus 1, remainder 0);
      create view recent as select * from orders`);
    const source = await new PostgresRunner(engine().adapter).getInterface();
    expect(source.match(/^func .*? ->/gm)).toEqual(
      [
        "func from_orders(): [Order] ->",
        "func insert_orders(values: [Order]) ->",
        "func from_orders_by_id(id: Int32): enum {none, some: Order} ->",
        "func from_orders_0(): [Orders0Row] ->",
        "func insert_orders_0(values: [Orders0Row]) ->",
        "func from_orders_0_by_id(id: Int32): enum {none, some: Orders0Row} ->",
      ].map((text) => expect.stringContaining(text.slice(0, 20)) as string),
    );
  });
}
