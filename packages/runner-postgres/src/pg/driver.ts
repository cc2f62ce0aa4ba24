/** A statement as `pg` takes it. */
export interface PgQuery {
  readonly text: string;
  readonly values: (string | null)[];
  /** Absent: not prepared. */
  readonly name: string | undefined;
  readonly rowMode: "array";
  /** Without it, `pg` uses the simple protocol for statements without parameters. */
  readonly queryMode: "extended";
  readonly types: { getTypeParser(): (text: string) => string };
}

/** The part of a `pg` `Client` that the adapter uses. */
export interface PgClientLike {
  query(query: PgQuery): Promise<{ rows: unknown[] }>;
  end?(): Promise<void>;
}

/** The part of a client from a `pg` `Pool` that the adapter uses. */
export interface PgPoolClientLike extends PgClientLike {
  release(destroy?: boolean): void;
  on(event: "error", listener: () => void): unknown;
  removeListener(event: "error", listener: () => void): unknown;
}

/** The part of a `pg` `Pool` that the adapter uses. */
export interface PgPoolLike {
  readonly totalCount: number;
  connect(): Promise<PgPoolClientLike>;
  end(): Promise<void>;
}

/** Members of `pg` clients that the published types leave out or added late. */
export interface PgClientDetails {
  readonly processID?: number | null;
  readonly secretKey?: number | null;
  readonly host?: string;
  readonly port?: number;
  readonly ssl?: boolean | object;
  readonly connection?: {
    readonly stream?: { readonly remoteAddress?: string; readonly remotePort?: number };
    /** SQL of the statements that were prepared, by name. */
    readonly parsedStatements?: Record<string, string>;
    once?(event: "readyForQuery" | "end", listener: () => void): unknown;
    removeListener?(event: "readyForQuery" | "end", listener: () => void): unknown;
  };
  /** True while the server waits for a statement. */
  readonly readyForQuery?: boolean;
  getTransactionStatus?(): string | null;
}

/** Tells a pool from a client. */
export function isPool(source: PgClientLike | PgPoolLike): source is PgPoolLike {
  return "totalCount" in source && "connect" in source;
}

/** Returns a client with the members that its published type leaves out. */
export function detailsOf(client: PgClientLike): PgClientDetails {
  return client as PgClientDetails;
}

/** Tells whether a client is surely in no transaction. Drivers that do not tell count as being in one. */
export function isIdle(client: PgClientLike): boolean {
  return detailsOf(client).getTransactionStatus?.() === "I";
}
