import { createHash } from "node:crypto";

interface ConnectionNames {
  readonly bySql: Map<string, string>;
  /** Statements that the server keeps: until the connection ends, or somebody deallocates them. */
  kept: number;
  /** Names that were dropped. No name is given twice: the driver remembers what it has prepared by its name. */
  dropped: number;
}

/** Names on connections. All adapters share them: a name that one of them dropped is not given again by another. */
const connections = /* @__PURE__ */ new WeakMap<object, ConnectionNames>();

/**
 * Names of prepared statements, per connection.
 *
 * A name is a hash of the SQL: another runner on the same connection, and a pooler in front of the server, share the statement.
 */
export class StatementNames {
  readonly #maxStatements: number;

  /** @param maxStatements names that one connection gets; later statements have none, so that the server's memory is bounded */
  constructor(maxStatements: number) {
    this.#maxStatements = maxStatements;
  }

  /** Returns the name of a statement on a connection; `undefined` if it has to go without. */
  nameOf(connection: object, sql: string): string | undefined {
    // An adapter that prepares nothing takes no name of another one on the connection either.
    if (this.#maxStatements === 0) return undefined;
    const names = this.#namesOf(connection);
    return names.bySql.get(sql) ?? this.#issue(names, sql, "");
  }

  /**
   * Drops the name of a statement, which the server no longer knows, or knows for an outdated plan; the next one differs.
   *
   * @param isGone the server no longer has the statement, so there is room for another one
   * @returns the dropped name
   */
  forget(connection: object, sql: string, isGone: boolean): string | undefined {
    const names = this.#namesOf(connection);
    const dropped = names.bySql.get(sql);
    if (dropped === undefined) return undefined;
    names.bySql.delete(sql);
    names.dropped++;
    if (isGone) names.kept--;
    this.#issue(names, sql, `_${names.dropped}`);
    return dropped;
  }

  #issue(names: ConnectionNames, sql: string, suffix: string): string | undefined {
    if (names.kept >= this.#maxStatements) return undefined;
    names.kept++;
    // Half of the digest: names are cut at 63 bytes.
    const hash = createHash("sha256").update(sql).digest("hex").slice(0, 32);
    const name = `lutra_${hash}${suffix}`;
    names.bySql.set(sql, name);
    return name;
  }

  #namesOf(connection: object): ConnectionNames {
    let names = connections.get(connection);
    if (names === undefined) {
      names = { bySql: new Map(), kept: 0, dropped: 0 };
      connections.set(connection, names);
    }
    return names;
  }
}
