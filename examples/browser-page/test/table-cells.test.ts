import { showcase } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { topCustomers } from "../src/shop.lutra.ts";
import { dayOf, tableCells } from "../src/table-cells.ts";

const { input, expected } = showcase("sql-tables/top-customers");

test("a day of the form is the day of the program", () => {
  expect(topCustomers.input.encode([dayOf(Date.UTC(2025, 1, 1)), 3n])).toEqual(input);
});

test("the output is what the program gives, in words", () => {
  const customers = topCustomers.output.decode(expected);
  expect(customers.map((customer) => tableCells(customer, "en"))).toEqual([
    ["Jörg Weiß", "?", "2", "€425.00", "Mar 1, 2025", "0"],
    ["no. 9", "–", "1", "€310.00", "Mar 5, 2025", "0"],
    ["O'Neil & Sons", "Dunedin", "2", "€306.00", "Feb 28, 2025", "1"],
  ]);
});
