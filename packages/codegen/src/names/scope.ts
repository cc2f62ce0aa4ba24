/** A thing that has a name in a module. */
export interface Holder {
  /** Name that the user knows, such as `shop::Order`. */
  readonly title: string;
  /** Way to give it another name. @default another name in the sources */
  readonly remedy?: string;
}

/** A name that two things want. */
export interface NameClash {
  /** Holder of the name. */
  readonly first: Holder;
  readonly name: string;
  /** Thing that got another name instead. */
  readonly second: Holder;
  readonly given: string;
}

/** Names of one kind in a module: no two things have the same. */
export class Scope {
  readonly #holders = new Map<string, Holder>();
  readonly #reserved: ReadonlySet<string>;
  /** Names that had to be changed because another thing has them. */
  readonly clashes: NameClash[] = [];

  /** @param reserved names with a meaning; a thing that wants one of them gets it with `_` */
  constructor(reserved: Iterable<string>) {
    this.#reserved = new Set(reserved);
  }

  /** Tells if a name is given to something. */
  has(name: string): boolean {
    return this.#holders.has(name);
  }

  /**
   * Gives a name: the wanted one, with `_` if it is reserved, with a number if it is taken.
   *
   * @param ends further names that the thing takes, by what follows its own
   */
  take(wanted: string, holder: Holder, ends: readonly string[] = []): string {
    const free = this.#reserved.has(wanted) ? `${wanted}_` : wanted;
    const takenBy = (name: string): readonly [string, Holder] | undefined => {
      for (const each of ["", ...ends].map((end) => name + end)) {
        const other = this.#holders.get(each);
        if (other !== undefined) return [each, other];
      }
      return undefined;
    };
    const taken = takenBy(free);
    let given = free;
    for (let number = 2; this.#reserved.has(given) || takenBy(given) !== undefined; number++) {
      given = `${free}${number}`;
    }
    for (const end of ["", ...ends]) this.#holders.set(given + end, holder);
    if (taken !== undefined) {
      this.clashes.push({ first: taken[1], name: taken[0], second: holder, given });
    }
    return given;
  }
}
