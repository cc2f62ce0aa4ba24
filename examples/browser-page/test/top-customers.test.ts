import { showcase } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { tableCells } from "../src/table-cells.ts";
import { topCustomers } from "../src/top-customers.ts";

const { sqlPostgres = new Uint8Array(), input, expected } = showcase("sql-tables/top-customers");
const program = topCustomers(sqlPostgres);

test("the input is what the program takes", () => {
  expect(program.input.encode(["2025-02-01", 3])).toEqual(input);
});

test("the output is what the program gives, in words", () => {
  const customers = program.output.decode(expected);
  expect(customers.map((customer) => tableCells(customer, "en"))).toEqual([
    ["Jörg Weiß", "?", "2", "€425.00", "Mar 1, 2025", "0"],
    ["no. 9", "–", "1", "€310.00", "Mar 5, 2025", "0"],
    ["O'Neil & Sons", "Dunedin", "2", "€306.00", "Feb 28, 2025", "1"],
  ]);
});
