import type { Cte, Query, Relation, Source } from "../tree.ts";
import type { CallParser } from "./call-parser.ts";
import type { Scopes } from "./scope.ts";
import type { TokenReader } from "./token-reader.ts";

/** Token between two relations; only the optimizer writes joins. */
type Join = "," | "LEFT" | "CROSS";

/** Parts of the parser of statements that relations need. */
interface Lookup {
  readonly query: () => Query;
  /** Returns the common table of a name that is in scope. */
  readonly cte: (name: string) => Cte | undefined;
}

/** Parses relations: what follows FROM, and targets of changes. */
export class FromParser {
  /** Names of the tables that were met. */
  readonly tables: string[] = [];
  readonly #tokens: TokenReader;
  readonly #scopes: Scopes;
  readonly #calls: CallParser;
  readonly #lookup: Lookup;

  constructor(tokens: TokenReader, scopes: Scopes, calls: CallParser, lookup: Lookup) {
    this.#tokens = tokens;
    this.#scopes = scopes;
    this.#calls = calls;
    this.#lookup = lookup;
  }

  /** Parses what follows FROM. */
  relations(): Relation[] {
    const relations: Relation[] = [];
    let join: Join | undefined;
    do {
      const { result: relation, met } = this.#scopes.collect(() => this.#relation());
      if (relation.isLateral) this.#scopes.resolve(met, relations);
      else this.#scopes.pass(met);
      if (join === "LEFT") {
        this.#tokens.expect("ON", "TRUE");
        relation.isOptional = true;
      }
      join = this.#join();
      // The row that the first one is joined with is no relation of the SELECT.
      const isLeftOut = join === "LEFT" && relations.length === 0 && isOneRow(relation);
      if (!isLeftOut) relations.push(relation);
    } while (join !== undefined);
    return relations;
  }

  /** Takes what comes before a further relation; returns nothing if none follows. */
  #join(): Join | undefined {
    if (this.#tokens.accept(",")) return ",";
    for (const kind of ["LEFT", "CROSS"] as const) {
      if (!this.#tokens.acceptOptimized(kind)) continue;
      this.#tokens.expect("JOIN");
      return kind;
    }
    return undefined;
  }

  #relation(): Relation {
    const tokens = this.#tokens;
    const isLateral = tokens.accept("LATERAL");
    if (tokens.accept("(")) {
      const query = this.#lookup.query();
      tokens.expect(")");
      return this.#named({ kind: "query", query }, isLateral);
    }
    if (tokens.peek().kind === "word" && tokens.is("(", 1)) {
      const call = this.#calls.tableCall();
      const hasOrdinality = tokens.accept("WITH");
      if (hasOrdinality) tokens.expect("ORDINALITY");
      // A function in FROM may mention what is before it, also without LATERAL.
      return this.#named({ kind: "function", call, hasOrdinality }, true);
    }
    if (isLateral) tokens.fail("LATERAL before a table");
    return this.table();
  }

  /** Parses a table or a common table, with its name if it has one. */
  table(): Relation {
    const name = this.tableName();
    const cte = this.#lookup.cte(name);
    const source: Source = cte === undefined ? { kind: "table", name } : { kind: "cte", cte };
    if (cte === undefined) this.tables.push(name);
    return this.#tokens.is("AS")
      ? this.#named(source, false)
      : { alias: name, columns: undefined, source, isLateral: false };
  }

  /** Parses the name of a table. */
  tableName(): string {
    const name = this.#tokens.name();
    return this.#tokens.accept(".") ? `${name}.${this.#tokens.name()}` : name;
  }

  #named(source: Source, isLateral: boolean): Relation {
    const tokens = this.#tokens;
    // VALUES have a name without AS.
    tokens.accept("AS");
    const alias = tokens.name();
    const columns = tokens.is("(") ? tokens.names() : undefined;
    return { alias, columns, source, isLateral };
  }
}

/** Checks for `(SELECT 1) AS one`, which the optimizer writes before a first LEFT JOIN. */
function isOneRow({ alias, source }: Relation): boolean {
  if (alias !== "one" || source.kind !== "query" || source.query.kind !== "select") return false;
  const [item] = source.query.items;
  const isOne = item?.expression.kind === "atom" && item.name === undefined;
  return isOne && source.query.from.length === 0;
}
