import { isUnordered } from "../numbering.ts";
import { isOneSort, passKeys } from "../pass-keys.ts";
import type { Rule } from "../rule.ts";

/**
 * Drops the number of a row of a table, or of a group, where it is only a key of a sort.
 *
 * Proof: a table has no order ("The order of table rows is unknown and might change over repeated invocations",
 * `std::sql::from`), and `ROW_NUMBER() OVER ()` of it may be any numbering. Sorting by any numbering is any order, and
 * so is not sorting. As the last of several keys it orders ties in any way, as the database does without it. The number
 * stays where its value is read, since positions of one array must agree, and where two sorts use it, since both must
 * bring the same order: `{o | map(a), o | map(b)}`. It stays for rows of functions, which come in the order of an
 * array.
 */
export const dropScanNumbers: Rule = {
  name: "drop-scan-numbers",
  apply: (statement) =>
    passKeys(statement, ({ select, keys, demand }) =>
      isOneSort(demand) && keys.length === 0 && isUnordered(select) ? [] : undefined,
    ),
};
