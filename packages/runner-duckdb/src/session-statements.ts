import { type SqlToken, sqlTokens } from "@lutra/runner-sql";

/** First words of statements that leave nothing behind but what they wrote into tables, catalogue and files. */
const harmless: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    "select with from values table insert update delete merge truncate create alter drop comment copy export " +
    "describe desc show summarize explain pivot pivot_wider pivot_longer unpivot " +
    "analyze analyse vacuum checkpoint force call"
  ).split(" "),
);

/** Functions that change settings of the session or of the whole engine, and those that execute SQL of a string. */
const settingFunctions: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    "setseed enable_logging disable_logging truncate_duckdb_logs enable_profiling disable_profiling " +
    "enable_peg_parser disable_peg_parser add_parquet_key query json_execute_serialized_sql"
  ).split(" "),
);

/** Words after which a name with parentheses is that of a table and its columns. */
const tableWords: ReadonlySet<string> = /* @__PURE__ */ new Set(["into", "table", "exists"]);

/**
 * Refuses SQL that would outlive its call in the session that all calls share: transactions, settings, variables,
 * prepared statements, temporary tables, attached databases, extensions, secrets.
 *
 * Only statements known to be harmless pass, because a transaction that someone leaves open takes the writes of all
 * others with it. The driver refuses several statements in one; here each is looked at.
 *
 * @throws Error for a statement that may change the session, and for SQL with a NUL, at which the driver would cut it
 */
export function refuseSessionStatements(sql: string): void {
  if (sql.includes("\0"))
    throw new Error("its SQL has a NUL character, at which DuckDB would cut it");
  let statement: string[] = [];
  let name: string | undefined;
  let isTable = false;
  let isQualified = false;
  for (const token of sqlTokens(sql)) {
    const text = sql.slice(token.start, token.end);
    if (text === "(" && name !== undefined && settingFunctions.has(name) && !isTable) {
      refuse(`${name}()`);
    }
    // The table's name may have those of its schema and its database before it.
    if (text !== "." && !isQualified) isTable = tableWords.has(name ?? "");
    isQualified = text === ".";
    name = nameOf(token, text) ?? (isQualified ? name : undefined);
    if (text === ";") {
      refuseStatement(statement);
      statement = [];
    } else if (statement.length < headTokens) statement.push(text.toLowerCase());
  }
  refuseStatement(statement);
}

/** Tokens at the start of a statement that say what it is; the options of EXPLAIN take a few. */
const headTokens = 40;

function nameOf({ kind }: SqlToken, text: string): string | undefined {
  if (kind === "word") return text.toLowerCase();
  return kind === "name" ? text.slice(1, -1).toLowerCase() : undefined;
}

function refuseStatement(tokens: readonly string[]): void {
  const words = withoutExplain(tokens.slice(firstWord(tokens)), tokens.length === headTokens);
  const [first, second, third] = words;
  if (first === undefined) return;
  if (!harmless.has(first)) refuse(first.slice(0, 30).toUpperCase());
  if (first === "create" || first === "drop") refuseCreation(words);
  if (first === "alter" && second === "database") refuse("ALTER DATABASE");
  const isOfExtensions = second === "extensions" && (third === undefined || third === "(");
  if (first === "update" && isOfExtensions) refuse("UPDATE EXTENSIONS");
}

/** Returns the position of the first word: a query may be in parentheses. */
function firstWord(tokens: readonly string[]): number {
  const at = tokens.findIndex((token) => token !== "(");
  return at === -1 ? tokens.length : at;
}

const queryWords: ReadonlySet<string> = /* @__PURE__ */ new Set(
  "select with from values table pivot unpivot (".split(" "),
);

/**
 * Returns the statement that is explained: EXPLAIN ANALYZE runs it.
 *
 * @param isCut `true` if the statement may have more tokens
 */
function withoutExplain(tokens: readonly string[], isCut: boolean): readonly string[] {
  if (tokens[0] !== "explain") return tokens;
  // A query in parentheses; anything else there is options.
  if (tokens[1] === "(" && queryWords.has(tokens[2] ?? "")) return [];
  const options = tokens[1] === "(" ? tokens.indexOf(")") : 0;
  const rest = options === -1 ? [] : tokens.slice(options + 1);
  const at = rest.findIndex((token) => !["analyze", "analyse", "verbose", "("].includes(token));
  if (at !== -1) return rest.slice(at);
  if (isCut) refuse("EXPLAIN with that many options");
  return [];
}

const creationWords: ReadonlySet<string> = /* @__PURE__ */ new Set(
  "or replace local global persistent".split(" "),
);

/** Refuses to create or drop what is temporary, and secrets; the words before the kind of thing tell. */
function refuseCreation([verb = "", ...words]: readonly string[]): void {
  const kind = words.find((word) => !creationWords.has(word));
  if (kind === "temp" || kind === "temporary" || kind === "secret") {
    refuse(`${verb.toUpperCase()} ${kind.toUpperCase()}`);
  }
}

function refuse(what: string): never {
  throw new Error(
    `${what} may change the session, which all calls share; ` +
      "run it on the connection itself, and give the runner the connection",
  );
}
