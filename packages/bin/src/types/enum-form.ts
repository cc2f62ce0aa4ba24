/** Form of an enum's values: bare names, `T | null`, or objects with a tag. */
export type EnumForm = "names" | "option" | "tagged";

/** Access to the enums of one way to describe types, such as descriptors or codecs. */
export interface EnumAccess<T, V extends { readonly name: string }> {
  /** Returns the payload's type of a variant. */
  readonly payload: (variant: V) => T;
  /** Checks for the empty tuple itself. */
  readonly isUnit: (type: T) => boolean;
  /** Checks for the empty tuple, also under a name. */
  readonly isNamedUnit: (type: T) => boolean;
  /** Returns the variants of an enum, also under a name, as the same list each time; `undefined` for other types. */
  readonly variantsOf: (type: T) => readonly V[] | undefined;
  /** Remembers for each list of variants if it is an option: in a long chain of them each would ask for the rest. */
  readonly options: WeakMap<readonly V[], boolean>;
}

/**
 * Returns the payload's type of an enum that looks like an option: `none`, without payload, then `some`.
 *
 * A name for the empty tuple counts as a payload, as it does in Lutra.
 */
export function optionPayload<T, V extends { readonly name: string }>(
  variants: readonly V[],
  payload: (variant: V) => T,
  isUnit: (type: T) => boolean,
): T | undefined {
  const [none, some] = variants;
  if (variants.length !== 2 || none?.name !== "none" || some?.name !== "some") return undefined;
  return isUnit(payload(none)) ? payload(some) : undefined;
}

/** Returns the form of an enum's values. */
export function enumForm<T, V extends { readonly name: string }>(
  variants: readonly V[],
  access: EnumAccess<T, V>,
): EnumForm {
  if (variants.every((variant) => access.isNamedUnit(access.payload(variant)))) return "names";
  return isOption(variants, access) ? "option" : "tagged";
}

/**
 * Checks if `null` can stand for `none`: the payload must have no `null` or `undefined` of its own.
 *
 * In options of options the innermost one is an option, the next one outwards is not, and so on in turn.
 */
function isOption<T, V extends { readonly name: string }>(
  variants: readonly V[],
  { payload, isUnit, isNamedUnit, variantsOf, options }: EnumAccess<T, V>,
): boolean {
  const chain: (readonly V[])[] = [];
  let next: readonly V[] | undefined = variants;
  while (next !== undefined && !options.has(next)) {
    options.set(next, false);
    const some: T | undefined = optionPayload(next, payload, isUnit);
    // An option of unit has only names, and ends the chain as any other payload does.
    const isLink: boolean = some !== undefined && !isNamedUnit(some);
    if (isLink) chain.push(next);
    next = isLink ? variantsOf(some as T) : undefined;
  }
  // A chain that returns to itself has no innermost option: all enums from there on are tagged.
  const start = next === undefined ? -1 : chain.indexOf(next);
  let isInnerOption = next !== undefined && options.get(next) === true;
  for (const link of chain.slice(0, start < 0 ? chain.length : start).reverse()) {
    isInnerOption = !isInnerOption;
    options.set(link, isInnerOption);
  }
  return options.get(variants) === true;
}
