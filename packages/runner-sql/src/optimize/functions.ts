/** Functions of the compiler's SQL that the optimizer knows. Others are unknown, and so are statements with them. */

/** Functions of a value, without effects. Those in `safe` never fail. */
const scalars: ReadonlySet<string> = new Set(
  `abs chr coalesce date_part epoch_us greatest jsonb_build_array jsonb_build_object jsonb_object_keys least length
   make_timestamp mod pow replace rtrim split starts_with struct_pack to_jsonb to_microseconds to_timestamp trunc
   union_tag union_value`.split(/\s+/),
);

const safe: ReadonlySet<string> = new Set(
  `coalesce greatest least length starts_with replace rtrim struct_pack union_tag union_value jsonb_build_array
   jsonb_build_object split collate = < <= > >= <> and or not isnull isnotnull case || like -> ->> field list`.split(
    /\s+/,
  ),
);

const aggregates: ReadonlySet<string> = new Set(
  "AVG BOOL_AND BOOL_OR COUNT JSONB_AGG LIST MAX MIN STRING_AGG SUM".split(" "),
);

const windows: ReadonlySet<string> = new Set(
  "AVG CUME_DIST DENSE_RANK LAG LEAD PERCENT_RANK RANK ROW_NUMBER".split(" "),
);

const tables: ReadonlySet<string> = new Set(
  `generate_series jsonb_array_elements jsonb_object_keys read_parquet string_to_table unnest`.split(
    /\s+/,
  ),
);

/** Checks that a function computes a value of its arguments and has no effects. */
export function isScalarFunction(name: string): boolean {
  return scalars.has(name.toLowerCase()) && name.toLowerCase() !== "jsonb_object_keys";
}

/** Checks that a function returns rows, as FROM needs them. */
export function isTableFunction(name: string): boolean {
  return tables.has(name.toLowerCase());
}

/** Checks that a function is a known aggregate. */
export function isAggregateFunction(name: string): boolean {
  return aggregates.has(name.toUpperCase());
}

/** Checks that a function is known with an OVER clause. */
export function isWindowFunction(name: string): boolean {
  return windows.has(name.toUpperCase());
}

/** Checks that an operation never fails, whatever the values of its operands are. */
export function isSafeOperator(operator: string): boolean {
  return safe.has(operator);
}
