import { arrayLayout, joinLayouts, type Layout } from "../memory/layout.ts";

/**
 * Facts that a program shows about the values of an expression: bytecode has no types, but it says how arrays, tuples
 * and variants are put together.
 */
export interface KnownShape {
  /** Of the head; undefined if the program does not tell. */
  readonly layout: Layout | undefined;
  /** Bodies that the pointers in the head lead to, by the pointers' positions. Those that are not here are unknown. */
  readonly bodies: ReadonlyMap<number, Body>;
}

/** Content that a pointer leads to. */
export type Body =
  | {
      readonly tag: "array";
      /** Undefined if the program does not tell. */
      readonly items: KnownShape | undefined;
    }
  | {
      /** The payload of an enum, whose tag is in front of the pointer. */
      readonly tag: "enum";
      readonly tagBytes: number;
      /** By the bytes of their tags; undefined for a variant without payload. Others may exist. */
      readonly variants: ReadonlyMap<string, KnownShape | undefined>;
    };

/** The shape of values that nothing is known of. */
export const unknownShape: KnownShape = { layout: undefined, bodies: /* @__PURE__ */ new Map() };

/** Returns the shape of values without pointers. */
export function flatShape(size: number): KnownShape {
  return { layout: { size, pointers: [] }, bodies: new Map() };
}

/** Returns the shape of arrays. */
export function arrayShape(items: KnownShape | undefined): KnownShape {
  return { layout: arrayLayout, bodies: new Map([[0, { tag: "array", items }]]) };
}

/** Returns the shape of texts, which are arrays of bytes. */
export function textShape(): KnownShape {
  return arrayShape(flatShape(1));
}

/** Returns the shape of the items of arrays. */
export function itemShape(array: KnownShape): KnownShape {
  const body = array.bodies.get(0);
  return (body?.tag === "array" ? body.items : undefined) ?? unknownShape;
}

/** Returns the facts about a value whose layout is known from where it is used. */
export function withLayout(shape: KnownShape, layout: Layout): KnownShape {
  const bodies = new Map<number, Body>();
  for (const pointer of layout.pointers) {
    const body = shape.bodies.get(pointer);
    if (body !== undefined) bodies.set(pointer, body);
  }
  return { layout, bodies };
}

/** Returns the facts about a value that begins within the head of another. */
export function shapeAt({ bodies }: KnownShape, offset: number): KnownShape {
  const moved = [...bodies].filter(([at]) => at >= offset).map(([at, body]) => [at - offset, body]);
  return { layout: undefined, bodies: new Map(moved as [number, Body][]) };
}

/** Returns the shape of a tuple of fields whose layouts are known. */
export function tupleShape(fields: readonly { shape: KnownShape; layout: Layout }[]): KnownShape {
  const bodies = new Map<number, Body>();
  let offset = 0;
  for (const { shape, layout } of fields) {
    // One pointer, and the size of an array's head: an enum with a tag would not begin with the pointer.
    if (layout.size === 8 && layout.pointers[0] === 0) {
      bodies.set(offset, { tag: "array", items: undefined });
    }
    for (const [at, body] of withLayout(shape, layout).bodies) bodies.set(offset + at, body);
    offset += layout.size;
  }
  return { layout: joinLayouts(fields.map(({ layout }) => layout)), bodies };
}

/** Returns the facts that expressions of one type tell together. */
export function mergeShapes(shapes: readonly KnownShape[]): KnownShape {
  const distinct = [...new Set(shapes)].filter((shape) => shape !== unknownShape);
  if (distinct.length <= 1) return distinct[0] ?? unknownShape;
  const bodies = groupBy(distinct.flatMap((shape) => [...shape.bodies]));
  return {
    layout: distinct.find(({ layout }) => layout !== undefined)?.layout,
    bodies: new Map([...bodies].map(([at, same]) => [at, mergeBodies(same)])),
  };
}

/** Merges bodies. If they are not alike, as no compiler writes them, those like the first count. */
function mergeBodies(bodies: readonly Body[]): Body {
  const [first] = bodies as readonly [Body, ...Body[]];
  if (first.tag === "array") {
    const items = bodies.flatMap((body) => (body.tag === "array" ? [body.items] : []));
    const known = items.filter((shape) => shape !== undefined);
    return known.length === 0 ? first : { tag: "array", items: mergeShapes(known) };
  }
  const { tagBytes } = first;
  const variants = groupBy(
    bodies.flatMap((body) =>
      body.tag === "enum" && body.tagBytes === tagBytes ? [...body.variants] : [],
    ),
  );
  const merged = [...variants].map(([tag, shapes]): [string, KnownShape | undefined] => {
    const payloads = shapes.filter((shape) => shape !== undefined);
    return [tag, payloads.length === 0 ? undefined : mergeShapes(payloads)];
  });
  return { tag: "enum", tagBytes, variants: new Map(merged) };
}

function groupBy<K, V>(entries: readonly (readonly [K, V])[]): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of entries) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
