/** Tables that the cases of `std::sql` expect to find, in the order in which they run. */
export const caseTables: readonly string[] = [
  "CREATE TABLE vec_rows (id INTEGER, label VARCHAR, day DATE, note VARCHAR)",
  "INSERT INTO vec_rows VALUES (1, 'a', '2024-05-06', NULL), (2, 'b', '1999-12-31', 'x')",
];
