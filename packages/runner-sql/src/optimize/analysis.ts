import { type Demands, demandsOf } from "./demand.ts";
import { type Reads, readsOf } from "./reads.ts";
import { RowCounts } from "./row-count.ts";
import type { TableFacts } from "./table-facts.ts";
import type { Statement } from "./tree.ts";

/** Facts about a statement that several rules need. */
export class Analysis {
  /** Expressions that only read, as the compiler wrote them and as rules moved them. */
  readonly reads: Reads;
  readonly facts: TableFacts;
  /** `true` if the caller takes no row for none. */
  readonly mayLeaveOutNone: boolean;
  readonly #statement: Statement;
  #demands: Demands | undefined;
  #rowCounts: RowCounts | undefined;

  constructor(statement: Statement, facts: TableFacts, mayLeaveOutNone: boolean) {
    this.#statement = statement;
    this.reads = readsOf(statement);
    this.facts = facts;
    this.mayLeaveOutNone = mayLeaveOutNone;
  }

  /** Uses of the columns of the statement. */
  get demands(): Demands {
    this.#demands ??= demandsOf(this.#statement, this.rowCounts);
    return this.#demands;
  }

  /** Numbers of rows of the statement's queries. */
  get rowCounts(): RowCounts {
    this.#rowCounts ??= new RowCounts();
    return this.#rowCounts;
  }

  /** Forgets what may be wrong after a change of the statement. */
  forget(): void {
    this.#demands = undefined;
    this.#rowCounts = undefined;
  }
}
