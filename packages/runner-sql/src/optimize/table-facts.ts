/** Columns of a table by which a statement looks rows up. */
export interface TableKey {
  /** Name of the table, as the statement writes it. */
  readonly table: string;
  readonly columns: readonly KeyColumn[];
}

/** A column of a key. */
export interface KeyColumn {
  /** Name of the column, as the statement writes it. */
  readonly name: string;
  /** Type in which the statement reads it. */
  readonly type: KeyType;
}

/** Types of the database whose values are equal only if they are the same value. */
export type KeyType = "int2" | "int4" | "int8" | "text";

/** Facts about the tables of a database that a statement itself does not tell. Unknown ones are `false`. */
export interface TableFacts {
  /** Checks that a name is that of an ordinary table, which gives one statement the same rows each time it is read. */
  readonly isTable: (name: string) => boolean;
  /** Checks that no two rows of a table are equal in all columns of a key. */
  readonly isUnique: (key: TableKey) => boolean;
}

/** Knows nothing of any table. */
export const noTableFacts: TableFacts = { isTable: () => false, isUnique: () => false };

/**
 * Collects the facts that would change how a statement is optimized, as SQL that PostgreSQL evaluates.
 *
 * @example
 * const asked = new AskedFacts();
 * const sql = "SELECT r0.id FROM (SELECT t.id FROM orders AS t) AS r0";
 * optimizeSql(sql, postgresRules, { facts: asked });
 * asked.query; // undefined: no fact about a table would change this statement
 */
export class AskedFacts implements TableFacts {
  readonly #conditions: Set<string> = new Set();

  /**
   * One statement that evaluates all conditions; `undefined` if nothing was asked. Its only cell has a letter for each.
   */
  get query(): string | undefined {
    if (this.#conditions.size === 0) return undefined;
    const letters = [...this.#conditions].map(
      (condition) => `CASE WHEN ${condition} THEN 't' ELSE 'f' END`,
    );
    return `SELECT ${letters.join(" || ")} AS value`;
  }

  /** Adds the question if a name is a table; returns `true`, so that rules go on and ask further questions. */
  isTable(name: string): boolean {
    this.#conditions.add(tableCondition(name));
    return true;
  }

  /** Adds the question if a key is unique; returns `true`. */
  isUnique(key: TableKey): boolean {
    this.#conditions.add(lastingKeyCondition(key));
    return true;
  }

  /** Returns the facts that the cell of {@link query} tells; `this` if all conditions hold, as it assumes. */
  factsOf(cell: string): TableFacts {
    if (cell === "t".repeat(this.#conditions.size)) return this;
    const known = new Set([...this.#conditions].filter((_, i) => cell[i] === "t"));
    return {
      isTable: (name) => known.has(tableCondition(name)),
      isUnique: (key) => known.has(lastingKeyCondition(key)),
    };
  }
}

/** Holds for an ordinary or a partitioned table. A policy of row security may give other rows each time. */
function tableCondition(name: string): string {
  return (
    "EXISTS (SELECT 1 FROM pg_catalog.pg_class AS c " +
    `WHERE c.oid = pg_catalog.to_regclass(${literal(name)}) AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity)`
  );
}

/** Citus plans queries that read the server's catalog together with its own tables in another way. */
function lastingKeyCondition(key: TableKey): string {
  const isPlain =
    "NOT EXISTS (SELECT 1 FROM pg_catalog.pg_extension AS e WHERE e.extname = 'citus')";
  return `(${isPlain} AND ${keyCondition(key, `pg_catalog.to_regclass(${literal(key.table)})`)})`;
}

/**
 * Returns the condition, for PostgreSQL, that no two rows which a statement can see are equal in a key: the table has a
 * unique index of some columns of the key, which is checked at once for each row, and for all rows. The statement's own
 * snapshot decides about the index as it does about the rows.
 *
 * A table that others inherit from has rows that its index does not know, so it has no key. An index in a collation
 * in which different texts are equal, or of another type than the statement reads, does not count.
 */
export function uniqueKeyCondition(key: TableKey): string {
  return keyCondition(key, `${literal(key.table)}::pg_catalog.regclass`);
}

function keyCondition({ columns }: TableKey, table: string): string {
  const isOneOf = columns.map(({ name, type }) => {
    const bytes = type === "text" ? " AND a.attcollation IN (100, 950)" : "";
    const id = `'pg_catalog.${type}'::pg_catalog.regtype`;
    return `(a.attname = ${literal(bareName(name))} AND a.atttypid = ${id}${bytes})`;
  });
  const bound =
    "SELECT count(*) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid " +
    `AND a.attnum = ANY (i.indkey) AND (${isOneOf.join(" OR ")})`;
  return (
    "EXISTS (SELECT 1 FROM pg_catalog.pg_class AS c, pg_catalog.pg_index AS i " +
    `WHERE c.oid = ${table} AND NOT c.relhassubclass AND i.indrelid = c.oid ` +
    "AND i.indisunique AND i.indisvalid AND i.indimmediate AND NOT i.indisexclusion AND i.indpred IS NULL " +
    `AND i.indnatts = i.indnkeyatts AND i.indnkeyatts = (${bound}))`
  );
}

/** Returns the name of a column as the catalog has it. */
function bareName(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

/** Reads the same whatever `standard_conforming_strings` is. */
function literal(text: string): string {
  return `E'${text.replaceAll(/['\\]/g, "$&$&")}'`;
}
