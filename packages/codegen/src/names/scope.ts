/** A name that could not be given as it was wanted. */
export interface RenamedThing {
  readonly wanted: string;
  readonly given: string;
}

/** Names of one kind in a module: no two things have the same. */
export class Scope {
  readonly #taken = new Set<string>();
  readonly #reserved: ReadonlySet<string>;

  /** @param reserved names with a meaning; a thing that wants one of them gets it with `_` */
  constructor(reserved: Iterable<string>) {
    this.#reserved = new Set(reserved);
  }

  /** Tells if a name is given to something. */
  has(name: string): boolean {
    return this.#taken.has(name);
  }

  /** Gives a name: the wanted one, with `_` if it is reserved, with a number if it is taken. */
  take(wanted: string): string {
    const free = this.#reserved.has(wanted) ? `${wanted}_` : wanted;
    let name = free;
    for (let number = 2; this.#taken.has(name) || this.#reserved.has(name); number++) {
      name = `${free}${number}`;
    }
    this.#taken.add(name);
    return name;
  }
}
