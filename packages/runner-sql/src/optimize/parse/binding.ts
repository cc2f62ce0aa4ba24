/** Precedence of operators; higher binds tighter. PostgreSQL and DuckDB agree on these. */
export const binding: Readonly<Record<string, number>> = {
  OR: 1,
  AND: 2,
  "=": 5,
  "<": 5,
  ">": 5,
  "<=": 5,
  ">=": 5,
  "<>": 5,
  "||": 7,
  "->": 7,
  "->>": 7,
  "+": 8,
  "-": 8,
  "*": 9,
  "/": 9,
  "//": 9,
  "%": 9,
};

/** Precedence of operators that do not stand between two operands. */
export const notBinding = 3;
export const isBinding = 4;
export const likeBinding = 6;
export const zoneBinding = 10;
export const minusBinding = 11;
