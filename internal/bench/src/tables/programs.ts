/** A program on tables, and the SQL that a user would write instead. */
export interface TableWorkload {
  /** Lutra source, in which `orders()` and `customers()` are the tables' rows. */
  readonly source: string;
  /** SQL by hand, which both databases take. */
  readonly byHand: string;
  /** Maximum time relative to that of the SQL by hand. */
  readonly goal: number;
  /** `true` if the program as compiled takes too long to wait for at a million rows: rows times rows. */
  readonly isEndlessAsCompiled?: boolean;
}

/** Types and tables of the programs. */
export const declarations = `
type Order: {
  id: Int64, customer_id: Int32, placed_on: Date, paid: Bool, cents: Int64, weight: Int64,
  coupon: enum {none, some: Text},
}
type Customer: {id: Int32, name: Text, city: Text}
func orders(): [Order] -> std::sql::from("orders")
func customers(): [Customer] -> std::sql::from("customers")
`;

const order = "id, customer_id, placed_on, paid, cents, weight, coupon";
const customer = "c.id AS c_id, c.name, c.city";

function lookups(from: string, by: string): Pick<TableWorkload, "source" | "byHand"> {
  return {
    source: `${from} | map(o -> {o.id, customers() | find(c -> c.id == o.customer_id)})`,
    byHand: `SELECT o.id, ${customer} FROM ${by} o LEFT JOIN customers c ON c.id = o.customer_id`,
  };
}

/** The workloads by name. */
export const tableWorkloads: Readonly<Record<string, TableWorkload>> = {
  "find by key": {
    source: "orders() | find(o -> o.id == 1006)",
    byHand: `SELECT ${order} FROM orders WHERE id = 1006 LIMIT 1`,
    goal: 1.5,
  },
  "filter by indexed column": {
    source: "orders() | filter(o -> o.customer_id == 3)",
    byHand: `SELECT ${order} FROM orders WHERE customer_id = 3`,
    goal: 1.5,
  },
  "50 lookups": {
    ...lookups(
      "orders() | sort(o -> o.id) | slice(0, 50)",
      "(SELECT id, customer_id FROM orders ORDER BY id LIMIT 50)",
    ),
    goal: 1.5,
  },
  "1,000 lookups": {
    ...lookups(
      "orders() | filter(o -> o.id < 1000)",
      "(SELECT id, customer_id FROM orders WHERE id < 1000)",
    ),
    goal: 1.5,
    isEndlessAsCompiled: true,
  },
  "100,000 lookups": {
    ...lookups(
      "orders() | filter(o -> o.id < 100000)",
      "(SELECT id, customer_id FROM orders WHERE id < 100000)",
    ),
    goal: 1.5,
    isEndlessAsCompiled: true,
  },
  "count of a filter": {
    source: "orders() | filter(o -> o.cents > 1000) | count",
    byHand: "SELECT count(*) FROM orders WHERE cents > 1000",
    goal: 1.3,
  },
  sum: {
    source: "orders() | map(o -> o.weight) | sum",
    byHand: "SELECT sum(weight) FROM orders",
    goal: 1.3,
  },
  "three aggregates": {
    source:
      "(let t = orders() | filter(o -> o.paid); {t | count, t | map(o -> o.weight) | sum, t | map(o -> o.cents) | max})",
    byHand: "SELECT count(*), sum(weight), max(cents) FROM orders WHERE paid",
    goal: 1.3,
  },
  group: {
    source:
      "orders() | group_map(o -> o.placed_on, func (day, rows) -> {day = day, n = count(rows), t = rows | map(r -> r.cents) | sum})",
    byHand: "SELECT placed_on, count(*), sum(cents) FROM orders GROUP BY placed_on",
    goal: 1.3,
  },
  "top three": {
    source: "orders() | sort(o -> -o.weight) | slice(0, 3) | map(o -> o.id)",
    byHand: "SELECT id FROM orders ORDER BY weight DESC LIMIT 3",
    goal: 1.5,
  },
  "top three by indexed column": {
    source: "orders() | sort(o -> -o.cents) | slice(0, 3) | map(o -> o.id)",
    byHand: "SELECT id FROM orders ORDER BY cents DESC LIMIT 3",
    goal: 1.5,
  },
  "first three by indexed column": {
    source: "orders() | sort(o -> o.cents) | slice(0, 3) | map(o -> o.id)",
    byHand: "SELECT id FROM orders ORDER BY cents LIMIT 3",
    goal: 1.5,
  },
  "top three groups with names": {
    source: `orders() | filter(o -> o.paid)
      | group_map(o -> o.customer_id, func (k, rows) -> {k = k, c = rows | map(r -> r.cents) | sum})
      | sort(g -> -g.c) | slice(0, 3)
      | map(g -> {k = g.k, c = g.c, name = customers() | filter(c -> c.id == g.k) | map(c -> c.name) | index(0)})`,
    byHand: `SELECT g.k, g.c, c.name
      FROM (SELECT customer_id AS k, sum(cents) AS c FROM orders WHERE paid GROUP BY customer_id ORDER BY c DESC LIMIT 3) g
      LEFT JOIN customers c ON c.id = g.k ORDER BY g.c DESC`,
    goal: 1.5,
  },
  "scan with a filter": {
    source: "orders() | filter(o -> o.weight % 7 == 0) | map(o -> {o.id, o.cents})",
    byHand: "SELECT id, cents FROM orders WHERE weight % 7 = 0",
    goal: 1.1,
  },
  "scan of all rows": {
    source: "orders() | map(o -> {o.id, o.cents})",
    byHand: "SELECT id, cents FROM orders",
    goal: 1.1,
  },
};
