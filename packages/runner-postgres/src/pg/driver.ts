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

/** What the adapter needs of a `pg` `Client`. */
export interface PgClientLike {
  query(query: PgQuery): Promise<{ rows: unknown[] }>;
  end?(): Promise<void>;
}

/** What the adapter needs of a client that a `pg` `Pool` lends. */
export interface PgPoolClientLike extends PgClientLike {
  release(destroy?: boolean): void;
  on(event: "error", listener: () => void): unknown;
  removeListener(event: "error", listener: () => void): unknown;
}

/** What the adapter needs of a `pg` `Pool`. */
export interface PgPoolLike {
  readonly totalCount: number;
  connect(): Promise<PgPoolClientLike>;
  end(): Promise<void>;
}

/** What `pg` clients have besides, and the published types leave out or added late. */
export interface PgClientDetails {
  readonly processID?: number | null;
  readonly secretKey?: number | null;
  readonly host?: string;
  readonly port?: number;
  readonly ssl?: boolean | object;
  readonly connection?: {
    readonly stream?: { readonly remoteAddress?: string; readonly remotePort?: number };
    once?(event: "readyForQuery" | "end", listener: () => void): unknown;
    removeListener?(event: "readyForQuery" | "end", listener: () => void): unknown;
  };
  /** Whether the server waits for a statement. */
  readonly readyForQuery?: boolean;
  getTransactionStatus?(): string | null;
}

/** Whether a source of clients was given, rather than one client. */
export function isPool(source: PgClientLike | PgPoolLike): source is PgPoolLike {
  return "totalCount" in source && "connect" in source;
}

/** What a client has besides what its published type says. */
export function detailsOf(client: PgClientLike): PgClientDetails {
  return client as PgClientDetails;
}

/** Whether a client is surely in no transaction. Drivers that do not tell count as being in one. */
export function isIdle(client: PgClientLike): boolean {
  return detailsOf(client).getTransactionStatus?.() === "I";
}
