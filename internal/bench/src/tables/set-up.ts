/** A customer has ten orders. */
const ordersPerCustomer = 10;

const columns = `id int8 PRIMARY KEY, customer_id int4 NOT NULL, placed_on date NOT NULL, paid bool NOT NULL,
  cents int8 NOT NULL, weight int8 NOT NULL, coupon text`;

/** Returns statements that make the tables with so many orders, from a query with the numbers `i` from 0 on. */
function tables(orders: number, numbers: (count: number) => string): readonly string[] {
  const customers = Math.ceil(orders / ordersPerCustomer);
  return [
    `CREATE TABLE orders (${columns})`,
    "CREATE TABLE customers (id int4 PRIMARY KEY, name text NOT NULL, city text NOT NULL)",
    // Keys that are neither in order nor equally frequent.
    `INSERT INTO orders SELECT i, (i * 7919 % ${customers})::int4, DATE '2020-01-01' + (i % 1500)::int4, i % 3 <> 0,
      i * 48271 % 99991, i * 69621 % 1999993, CASE WHEN i % 4 = 0 THEN 'C' || (i % 50) END FROM ${numbers(orders)}`,
    `INSERT INTO customers SELECT i::int4, 'customer ' || i, 'city ' || (i % 100) FROM ${numbers(customers)}`,
    "CREATE INDEX orders_customer ON orders (customer_id)",
    "CREATE INDEX orders_cents ON orders (cents)",
  ];
}

/** Makes the tables in PostgreSQL. */
export function postgresSetUp(orders: number): readonly string[] {
  const numbers = (count: number): string =>
    `generate_series(0, ${count - 1}) AS n, LATERAL (SELECT n::int8 AS i) AS l`;
  return [...tables(orders, numbers), "VACUUM ANALYZE"];
}

/** Makes the tables in DuckDB. */
export function duckDbSetUp(orders: number): readonly string[] {
  return tables(orders, (count) => `range(${count}) AS n(i)`);
}
