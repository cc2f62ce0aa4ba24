import { createHash } from "node:crypto";

interface ConnectionNames {
  readonly bySql: Map<string, string>;
  /** Names ever given on the connection: the server keeps a statement until the connection ends. */
  issued: number;
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

  /** Drops a name that the server no longer knows, or knows for an outdated plan; the next one differs. */
  forget(connection: object, sql: string): void {
    const names = this.#namesOf(connection);
    names.bySql.delete(sql);
    this.#issue(names, sql, `_${names.issued}`);
  }

  #issue(names: ConnectionNames, sql: string, suffix: string): string | undefined {
    if (names.issued >= this.#maxStatements) return undefined;
    names.issued++;
    // Half of the digest: names are cut at 63 bytes.
    const hash = createHash("sha256").update(sql).digest("hex").slice(0, 32);
    const name = `lutra_${hash}${suffix}`;
    names.bySql.set(sql, name);
    return name;
  }

  #namesOf(connection: object): ConnectionNames {
    let names = connections.get(connection);
    if (names === undefined) {
      names = { bySql: new Map(), issued: 0 };
      connections.set(connection, names);
    }
    return names;
  }
}
