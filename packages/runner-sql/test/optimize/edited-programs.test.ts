// Programs on tables with one clause more or one thing different: rules see what they do not apply to, and what they do
// apply to means the same. `npx vitest run edited-programs --update` writes which rules are applied.
import { tablePrograms } from "@lutra-internal/fixtures";
import { usePglite } from "@lutra-internal/testing/pglite";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { describe, expect, test } from "vitest";
import { layOutSql, optimizeSql, postgresRules } from "../../src/index.ts";
import { namesOf, outputNames } from "../../src/optimize/numbering.ts";
import { parseStatement } from "../../src/optimize/parse/parse.ts";
import { printStatement } from "../../src/optimize/print.ts";
import {
  atom,
  column,
  type Cte,
  operation,
  type Query,
  type Relation,
  type Select,
  type Statement,
  type Union,
} from "../../src/optimize/tree.ts";
import { walkQueries } from "../../src/optimize/walk.ts";
import { asPromised } from "./apply.ts";

const one: Select = {
  kind: "select",
  ctes: [],
  items: [{ expression: atom("1"), name: "one" }],
  from: [],
  where: [],
  groupBy: [],
  orderBy: [],
  limit: undefined,
  offset: undefined,
};

function relationOf(query: Query): Relation {
  return { alias: "extra", columns: undefined, source: { kind: "query", query }, isLateral: false };
}

function withCte(select: Select, cte: Cte): void {
  select.ctes = [...select.ctes, cte];
}

/** Changes of a SELECT that keep it a statement, if not its meaning. */
const edits: Readonly<Record<string, (select: Select) => void>> = {
  "a predicate that holds": (select) => {
    select.where = [...select.where, operation("=", ["(", " = ", ")"], atom("1"), atom("1"))];
  },
  "a predicate first": (select) => {
    const [item] = select.items;
    const isThere = operation("isnotnull", ["(", " IS NOT NULL)"], item!.expression);
    select.where = [isThere, ...select.where];
  },
  "a predicate that may fail": (select) => {
    const quotient = operation("/", ["(", " / ", ")"], atom("1"), atom("1"));
    select.where = [...select.where, operation("<", ["(", " < ", ")"], atom("0"), quotient)];
  },
  LIMIT: (select) => {
    select.limit = atom("1000");
  },
  OFFSET: (select) => {
    select.offset = atom("0");
  },
  "no LIMIT": (select) => {
    select.limit = undefined;
  },
  "no order": (select) => {
    select.orderBy = [];
  },
  "another order": (select) => {
    select.orderBy = [select.items.at(-1)!.expression];
  },
  "one more key": (select) => {
    select.orderBy = [...select.orderBy, select.items[0]!.expression];
  },
  "an order by a result": (select) => {
    select.orderBy = [{ kind: "output", name: select.items[0]!.name ?? "" }];
  },
  groups: (select) => {
    select.groupBy = [...select.groupBy, ...select.items.map(({ expression }) => expression)];
  },
  "no groups": (select) => {
    select.groupBy = [];
  },
  "a WITH": (select) => {
    withCte(select, { name: "unread", columns: undefined, isRecursive: false, query: { ...one } });
  },
  "a relation of one row": (select) => {
    select.from = [...select.from, relationOf({ ...one })];
  },
  "a relation of two rows": (select) => {
    const arms = [{ ...one }, { ...one }];
    const ends = { ctes: [], orderBy: [], limit: undefined, offset: undefined };
    select.from = [...select.from, relationOf({ kind: "union", arms, ...ends })];
  },
  "the table first": (select) => {
    const source = { kind: "table", name: "b" } as const;
    const relation = { alias: "extra", columns: undefined, source, isLateral: false };
    select.from = [relation, ...select.from];
  },
  "names of columns": (select) => {
    const [relation, ...others] = select.from;
    if (relation?.source.kind !== "query") return;
    const columns = outputNames(relation) as readonly string[];
    Object.assign(relation, { columns });
    select.from = [relation, ...others];
  },
  LATERAL: (select) => {
    for (const relation of select.from) relation.isLateral ||= relation.source.kind === "query";
  },
  "a WITH in place of a relation": (select) => {
    const [relation] = select.from;
    if (relation?.source.kind !== "query") return;
    const cte = {
      name: "moved",
      columns: undefined,
      isRecursive: false,
      query: relation.source.query,
    };
    withCte(select, cte);
    relation.source = { kind: "cte", cte };
  },
  "a computed result": (select) => {
    const [item, ...others] = select.items;
    const parts = ["(CASE WHEN TRUE THEN ", " END)"];
    select.items = [
      { ...item!, expression: operation("case", parts, item!.expression) },
      ...others,
    ];
  },
  "a result that may fail": (select) => {
    const quotient = operation("/", ["(", " / ", ")"], atom("1"), atom("1"));
    select.items = [...select.items, { expression: quotient, name: "quotient" }];
  },
  "the number read": (select) => {
    const numbered = select.from.find((relation) => outputNames(relation)?.includes("index"));
    if (numbered === undefined) return;
    select.items = [...select.items, { expression: column(numbered, "index"), name: "position" }];
  },
  "a result twice": (select) => {
    select.items = [...select.items, { ...select.items[0]!, name: "again" }];
  },
  "a query as a result": (select) => {
    select.items = [
      ...select.items,
      { expression: { kind: "subquery", query: { ...one } }, name: "query" },
    ];
  },
  "an aggregate": (select) => {
    const count = { kind: "aggregate", name: "COUNT", args: [], orderBy: [] } as const;
    select.items = [...select.items, { expression: count, name: "number" }];
  },
};

/** Changes of a UNION ALL. */
const unionEdits: Readonly<Record<string, (union: Union) => void>> = {
  LIMIT: (union) => {
    union.limit = atom("1000");
  },
  OFFSET: (union) => {
    union.offset = atom("0");
  },
  "an order": (union) => {
    const [name] = namesOf(union);
    if (name !== undefined) union.orderBy = [{ kind: "output", name }];
  },
  "a WITH": (union) => {
    const query = { ...one };
    union.ctes = [...union.ctes, { name: "unread", columns: undefined, isRecursive: false, query }];
  },
  "an arm twice": (union) => {
    union.arms = [...union.arms, union.arms.at(-1)!];
  },
};

/** Edits after which ties or rows without an order decide what a row holds. */
const unordered = ["a relation of two rows", "the table first", "the number read"];

interface Optimized {
  readonly sql: string;
  readonly optimized: string;
  readonly rules: readonly string[];
}

interface Edited extends Optimized {
  readonly title: string;
  readonly edit: string;
}

interface Program extends Optimized {
  readonly name: string;
  readonly setUp: readonly string[];
}

function optimize(sql: string): Optimized {
  const { sql: optimized, rules } = optimizeSql(sql, postgresRules, { facts: asPromised });
  return { sql, optimized, rules };
}

const programs: readonly Program[] = tablePrograms().flatMap(({ name, setUp, postgres }) => {
  const [bytes] = postgres;
  // Tables of random programs need more of a database, and change when they are drawn again.
  if (bytes === undefined || name.startsWith("random")) return [];
  const { sql } = programCodec.decode(bytes).value as SqlProgram;
  return [{ name, setUp, ...optimize(sql) }];
});

/** Rules that give a statement another meaning, which the program has. */
const repairs: readonly string[] = [
  "state-order",
  "group-lookups",
  "group-flat-maps",
  "keep-groups",
  "order-flat-maps",
];

/** The two shortest programs for each rule. */
const chosen = new Set(
  [...new Set(programs.flatMap(({ rules }) => rules))].flatMap((name) =>
    programs
      .filter(({ rules }) => rules.includes(name))
      .toSorted((a, b) => a.sql.length - b.sql.length)
      .slice(0, 2),
  ),
);

/** Returns the queries of a statement, outer ones first. */
function queriesIn(statement: Statement): readonly Query[] {
  const queries: Query[] = [];
  walkQueries(statement, (query) => queries.push(query));
  return queries;
}

function editsOf(sql: string): readonly Edited[] {
  const untouched = printStatement(parseStatement(sql));
  return queriesIn(parseStatement(sql)).flatMap(({ kind }, i) =>
    Object.keys(kind === "union" ? unionEdits : edits).flatMap((edit) => {
      const statement = parseStatement(sql);
      const query = queriesIn(statement)[i]!;
      if (query.kind === "select") edits[edit]!(query);
      if (query.kind === "union") unionEdits[edit]!(query);
      const changed = printStatement(statement);
      if (changed === untouched) return [];
      return [{ title: `query ${i + 1} with ${edit}`, edit, ...optimize(changed) }];
    }),
  );
}

const edited = [...chosen].map((program) => ({ program, variants: editsOf(program.sql) }));

/** Tells which rules an edit adds and takes away; an empty string if none. */
function difference(before: readonly string[], after: readonly string[]): string {
  const added = after.filter((rule) => !before.includes(rule)).map((rule) => `+${rule}`);
  const missing = before.filter((rule) => !after.includes(rule)).map((rule) => `-${rule}`);
  return [...added, ...missing].join(" ");
}

test("rules are applied where their condition holds", async () => {
  const lines = edited.flatMap(({ program: { name, rules }, variants }) => {
    const differences = variants.flatMap((variant) => {
      const found = difference(rules, variant.rules);
      return found === "" ? [] : [`  ${variant.title}: ${found}`];
    });
    return [`${name}: ${rules.join(" ")}`, ...differences];
  });
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("../fixtures/edited-programs.txt");
});

test.each(edited.map((each) => [each.program.name, each] as const))(
  "what becomes of %s with an edit can be laid out",
  (_, { variants }) => {
    for (const { sql, edit, rules, optimized } of variants) {
      // No database groups by an aggregate.
      if (rules.length === 0 || edit === "groups") continue;
      const laidOut = optimizeSql(sql, postgresRules, { facts: asPromised, isLaidOut: true });
      expect(layOutSql(optimized)).toBe(layOutSql(laidOut.sql));
      expect(layOutSql(optimized)).not.toBe(optimized);
    }
  },
);

describe("optimized, an edited program gives the rows that it gives as it is", () => {
  const database = usePglite();

  /** Returns the rows of a statement in any order; `undefined` if the database refuses it. */
  async function rowsOf(sql: string): Promise<readonly string[] | undefined> {
    try {
      const { rows } = await database().query(sql, [], { rowMode: "array" });
      return rows.map((row) => JSON.stringify(row, (_, cell) => plain(cell))).toSorted();
    } catch {
      return undefined;
    }
  }

  const isRepair = (rule: string): boolean => repairs.includes(rule);
  const kept = edited.filter(({ program }) => !program.rules.some(isRepair));

  test.each(kept.map((each) => [each.program.name, each] as const))(
    "%s",
    async (_, { program, variants }) => {
      await database().exec(program.setUp.join(";\n"));
      const wrong: string[] = [];
      let compared = 0;
      for (const { title, edit, sql, optimized, rules } of variants) {
        const rows = rules.some(isRepair) ? undefined : await rowsOf(sql);
        // An edit may be one that no database takes, such as a column that is no group.
        if (rows === undefined) continue;
        compared++;
        const actual = await rowsOf(optimized);
        const isSame = unordered.includes(edit)
          ? actual?.length === rows.length
          : JSON.stringify(actual) === JSON.stringify(rows);
        if (!isSame) wrong.push(title);
      }
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(variants.length / 2);
    },
  );
});

function plain(cell: unknown): unknown {
  return typeof cell === "bigint" ? String(cell) : cell;
}
