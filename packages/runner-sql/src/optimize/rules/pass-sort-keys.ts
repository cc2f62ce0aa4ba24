import { isUnordered } from "../numbering.ts";
import { isOneSort, passKeys } from "../pass-keys.ts";
import type { Rule } from "../rule.ts";

/**
 * Sorts by the keys of a numbering instead of by the number, and not at all by the number of a row of a table.
 *
 * Proof: `ROW_NUMBER() OVER (ORDER BY a, b)` grows with (a, b), and orders rows that are equal in both in any way. Rows
 * sorted by (a, b), which both sort NULL last and by the same collation, are in the order of some such numbering. One
 * sort uses it, so no other one can see a different choice.
 *
 * A table has no order ("The order of table rows is unknown and might change over repeated invocations",
 * `std::sql::from`), and `ROW_NUMBER() OVER ()` of it, or of groups, may be any numbering. Sorting by any numbering is any
 * order, and so is not sorting. As the last of several keys it orders ties in any way, as the database does without it.
 * The number stays where its value is read, since positions of one array must agree, and where two sorts use it, since
 * both must bring the same order: `{o | map(a), o | map(b)}`. It stays for rows of functions, which come in the order of
 * an array.
 *
 * The compiler numbers rows within a group by keys of the group's rows, where each row is alone: the number is always 0,
 * and a sort by it does nothing. With the keys in its place, `sort` in `group_map` sorts.
 */
export const passSortKeys: Rule = {
  name: "pass-sort-keys",
  apply: (statement, { demands }) =>
    passKeys(statement, demands, ({ select, keys, demand }) => {
      if (!isOneSort(demand)) return undefined;
      return keys.length > 0 || isUnordered(select) ? keys : undefined;
    }),
};
