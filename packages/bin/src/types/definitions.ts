import type { Path, Ty, TyDef } from "./ty.ts";

/** Named types by path. */
export class Definitions {
  readonly #byPath: ReadonlyMap<string, TyDef>;
  readonly #resolved = new Map<string, Ty>();

  constructor(defs: readonly TyDef[]) {
    this.#byPath = new Map(defs.map((def) => [pathKey(def.name), def]));
  }

  /**
   * Returns the type that a path names.
   *
   * @throws TypeError if there is none
   */
  find(path: Path): Ty {
    const def = this.#byPath.get(pathKey(path));
    if (def === undefined) throw new TypeError(`the type ${path.join("::")} has no definition`);
    return def.ty;
  }

  /**
   * Follows names until a type that is not a name, or a standard type.
   *
   * @throws TypeError for a name without definition, or names that only lead to each other
   */
  resolve(ty: Ty): Ty {
    let resolved = ty;
    const passed = new Set<string>();
    while (resolved.kind.tag === "ident" && standardName(resolved.kind.value) === undefined) {
      const key = pathKey(resolved.kind.value);
      if (passed.has(key)) throw infiniteSize(resolved.kind.value);
      passed.add(key);
      resolved = this.#resolved.get(key) ?? this.find(resolved.kind.value);
    }
    // Each name of a chain leads straight to its end from now on.
    for (const key of passed) this.#resolved.set(key, resolved);
    return resolved;
  }
}

const standardNames: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "Bool",
  "Int8",
  "Int16",
  "Int32",
  "Int64",
  "Uint8",
  "Uint16",
  "Uint32",
  "Uint64",
  "Float32",
  "Float64",
  "Text",
  "Date",
  "Time",
  "Timestamp",
  "Duration",
  "Decimal",
]);

/** Returns the name of a standard scalar (`"Int64"`), by its exact path; `undefined` for any other. */
export function standardName(path: Path): string | undefined {
  const name = path[1];
  const known = path.length === 2 && path[0] === "std" && name !== undefined;
  return known && standardNames.has(name) ? name : undefined;
}

/** Returns a key that no two paths share. */
export function pathKey(path: Path): string {
  return JSON.stringify(path);
}

/** Returns the error for a type that would have to contain itself. */
export function infiniteSize(path: Path): TypeError {
  return new TypeError(
    `the type ${path.join("::")} contains itself: put an array or an enum in between`,
  );
}
