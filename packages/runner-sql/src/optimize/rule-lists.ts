import type { Rule } from "./rule.ts";
import { countRows } from "./rules/count-rows.ts";
import { descendKeys } from "./rules/descend-keys.ts";
import { groupDates } from "./rules/group-dates.ts";
import { inlineScans } from "./rules/inline-scans.ts";
import { joinFinds } from "./rules/join-finds.ts";
import { joinFirstRows } from "./rules/join-first-rows.ts";
import { joinUniqueKeys } from "./rules/join-unique-keys.ts";
import { keepFirstRows } from "./rules/keep-first-rows.ts";
import { leaveOutNone } from "./rules/leave-out-none.ts";
import { limitSlices } from "./rules/limit-slices.ts";
import { mergeSelects } from "./rules/merge-selects.ts";
import { orderLookups } from "./rules/order-lookups.ts";
import { passSortKeys } from "./rules/pass-sort-keys.ts";
import { pruneColumns } from "./rules/prune-columns.ts";
import { shareAggregates } from "./rules/share-aggregates.ts";

/** Rules for statements of PostgreSQL, in the order in which they are applied. */
export const postgresRules: readonly Rule[] = [
  countRows,
  limitSlices,
  passSortKeys,
  orderLookups,
  pruneColumns,
  mergeSelects,
  joinFinds,
  shareAggregates,
  inlineScans,
  descendKeys,
  groupDates,
  joinUniqueKeys,
];

/** Rules for statements of DuckDB, in the order in which they are applied. */
export const duckDbRules: readonly Rule[] = [
  countRows,
  limitSlices,
  passSortKeys,
  orderLookups,
  pruneColumns,
  mergeSelects,
  leaveOutNone,
  joinFinds,
  shareAggregates,
  inlineScans,
  keepFirstRows,
  joinFirstRows,
  groupDates,
];
