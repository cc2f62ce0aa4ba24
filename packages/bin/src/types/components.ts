import { pathKey } from "./definitions.ts";
import type { Ty, TyDef } from "./ty.ts";

/**
 * Groups definitions that mention each other, in both directions and at any depth.
 *
 * @returns the group of each definition that mentions itself at all, by path
 */
export function recursiveComponents(
  defs: readonly TyDef[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const mentions = new Map(defs.map((def) => [pathKey(def.name), mentionsOf(def.ty)]));
  const components = new Map<string, ReadonlySet<string>>();
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();

  // Tarjan's algorithm.
  function visit(key: string): number {
    const index = order.size;
    let low = index;
    order.set(key, index);
    open.push(key);
    isOpen.add(key);
    for (const next of mentions.get(key) ?? []) {
      if (!mentions.has(next)) continue;
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (isOpen.has(next)) low = Math.min(low, lowest.get(next) ?? order.get(next)!);
    }
    lowest.set(key, low);
    if (low === index) close(key);
    return low;
  }

  function close(key: string): void {
    const component = new Set(open.splice(open.lastIndexOf(key)));
    for (const member of component) isOpen.delete(member);
    if (component.size === 1 && !mentions.get(key)?.has(key)) return;
    for (const member of component) components.set(member, component);
  }

  for (const key of mentions.keys()) if (!order.has(key)) visit(key);
  return components;
}

function mentionsOf(ty: Ty, found: Set<string> = new Set()): ReadonlySet<string> {
  const { kind } = ty;
  switch (kind.tag) {
    case "primitive":
      break;
    case "array":
      mentionsOf(kind.value, found);
      break;
    case "tuple":
    case "enum":
      for (const part of kind.value) mentionsOf(part.ty, found);
      break;
    case "function":
      for (const part of [...kind.value.params, kind.value.body]) mentionsOf(part, found);
      break;
    case "ident":
      found.add(pathKey(kind.value));
      break;
  }
  return found;
}
