import type { Definition } from "@lutra/compiler";
import { element } from "../page/element.ts";
import { Tabs } from "../page/tabs.ts";
import { diffLines } from "./compare.ts";
import { isSuccess, type Outcome, type Success } from "./outcome.ts";
import { sqlText } from "./sql-text.ts";
import { valueTable } from "./value-table.ts";

/** Results side by side: one card an engine, with tables, literals or SQL, and a mark where results are equal. */
export class ResultsPane {
  readonly element: HTMLElement;
  readonly tabs: Tabs;
  readonly #views: Readonly<Record<"table" | "literal" | "sql" | "module", HTMLElement>>;
  #shown:
    | { readonly outcomes: readonly Outcome[]; readonly definition: Definition | undefined }
    | undefined;
  readonly #verdict: HTMLElement = element("p", { class: "verdict", role: "status" });

  constructor() {
    this.#views = {
      table: element("div", { class: "cards" }),
      literal: element("div", { class: "cards" }),
      sql: element("div", { class: "cards" }),
      module: element("pre"),
    };
    const { table, literal, sql, module } = this.#views;
    this.tabs = new Tabs(
      "Results",
      [
        { id: "table", title: "Table", panel: table },
        { id: "literal", title: "Lutra", panel: literal },
        { id: "sql", title: "SQL", panel: sql },
        { id: "module", title: "TypeScript", panel: module },
      ],
      () => void this.#showModule(),
    );
    this.element = element("div", { class: "results" }, this.#verdict, table, literal, sql, module);
  }

  /** Says what goes on, and leaves the results before in place. */
  showProgress(text: string): void {
    this.#verdict.className = "verdict";
    this.#verdict.textContent = text;
  }

  /**
   * Shows results, in the order of the engines. The others are compared with the first that succeeded.
   *
   * @param definition the function that ran, as the compiler tells it
   */
  show(outcomes: readonly Outcome[], definition: Definition | undefined): void {
    this.#shown = { outcomes, definition };
    void this.#showModule();
    const first = outcomes.find(isSuccess);
    const cards = (body: (outcome: Outcome) => Node): HTMLElement[] =>
      outcomes.map((outcome) => card(outcome, first, body(outcome)));
    this.#views.table.replaceChildren(
      ...cards((outcome) =>
        isSuccess(outcome)
          ? element(
              "div",
              { class: "wide" },
              valueTable(outcome.value, outcome.type.output, outcome.type.defs),
            )
          : failure(outcome.error),
      ),
    );
    this.#views.literal.replaceChildren(
      ...cards((outcome) =>
        isSuccess(outcome) ? literal(outcome, first) : failure(outcome.error),
      ),
    );
    this.#views.sql.replaceChildren(...cards(sql));
    this.#showVerdict(outcomes.filter(isSuccess), outcomes.length);
  }

  /** Generates the module when its tab is open: the generator is loaded then. */
  async #showModule(): Promise<void> {
    const shown = this.#shown;
    if (this.tabs.selected !== "module" || shown === undefined) return;
    const { generatedModule } = await import("./generated-module.ts");
    const text = await generatedModule(shown.outcomes, shown.definition);
    if (shown === this.#shown) this.#views.module.textContent = text ?? "No result, so no types.";
  }

  #showVerdict(results: readonly Success[], count: number): void {
    const isEqual = results.every(({ literal }) => literal === results[0]!.literal);
    const names = results.map(({ engine }) => engine.title).join(", ");
    const texts = {
      none: "No result.",
      one: `Result of ${names}.`,
      equal: `Equal results of ${names}.`,
      unlike: `Results differ: ${names}. The tab Lutra shows where.`,
    };
    const verdict =
      results.length === 0 ? "none" : results.length === 1 ? "one" : isEqual ? "equal" : "unlike";
    this.#verdict.className = `verdict ${verdict}`;
    this.#verdict.textContent =
      texts[verdict] + (results.length < count ? ` ${count - results.length} failed.` : "");
  }
}

function card(outcome: Outcome, first: Success | undefined, body: Node): HTMLElement {
  const { engine } = outcome;
  const head = element("header", {}, element("h3", {}, engine.title));
  if (isSuccess(outcome)) {
    const { executeMilliseconds, prepareMilliseconds } = outcome;
    head.append(
      mark(outcome, first),
      element(
        "span",
        { class: "time", title: `Preparing took ${milliseconds(prepareMilliseconds)}.` },
        milliseconds(executeMilliseconds),
      ),
    );
  } else {
    head.append(element("span", { class: "mark unlike" }, "failed"));
  }
  return element("section", { class: "card", "data-engine": engine.id }, head, body);
}

function mark(outcome: Success, first: Success | undefined): Node {
  if (outcome === first) return element("span", { class: "mark" }, "");
  const isEqual = outcome.literal === first!.literal;
  return isEqual
    ? element("span", { class: "mark equal" }, "✓ equal")
    : element("span", { class: "mark unlike" }, "≠ differs");
}

function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}

function failure(error: Error): HTMLElement {
  return element("pre", { class: "error" }, error.message);
}

/** Returns the literal, or the lines in which it differs from the first result. */
function literal(outcome: Success, first: Success | undefined): Node {
  if (outcome === first || outcome.literal === first!.literal)
    return element("pre", {}, outcome.literal);
  const lines = diffLines(first!.literal, outcome.literal).map(({ mark: sign, text }) =>
    element(
      "span",
      { class: sign === " " ? "" : sign === "+" ? "added" : "removed" },
      `${sign} ${text}\n`,
    ),
  );
  return element("pre", { class: "diff" }, ...lines);
}

function sql(outcome: Outcome): Node {
  const text = outcome.program && sqlText(outcome.program);
  if (text !== undefined) return element("pre", {}, text);
  if (outcome.program === undefined && !isSuccess(outcome)) return failure(outcome.error);
  return element("p", { class: "note" }, "Bytecode: this engine needs no SQL.");
}
