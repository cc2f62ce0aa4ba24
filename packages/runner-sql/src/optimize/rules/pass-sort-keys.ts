import { isOneSort, passKeys } from "../pass-keys.ts";
import type { Rule } from "../rule.ts";

/**
 * Sorts by the keys of a numbering instead of by the number.
 *
 * Proof: `ROW_NUMBER() OVER (ORDER BY a, b)` grows with (a, b), and orders rows that are equal in both in any way. Rows
 * sorted by (a, b), which both sort NULL last and by the same collation, are in the order of some such numbering. One
 * sort uses it, so no other one can see a different choice.
 *
 * The compiler numbers rows within a group by keys of the group's rows, where each row is alone: the number is always 0,
 * and a sort by it does nothing. With the keys in its place, `sort` in `group_map` sorts.
 */
export const passSortKeys: Rule = {
  name: "pass-sort-keys",
  apply: (statement) =>
    passKeys(statement, ({ keys, demand }) =>
      isOneSort(demand) && keys.length > 0 ? keys : undefined,
    ),
};
