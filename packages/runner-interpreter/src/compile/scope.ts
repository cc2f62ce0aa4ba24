import type { Expr } from "@lutra/bin/program";
import type { Code } from "../code/code.ts";

/** An argument of a call: an expression where it stands, which may be a function, or code that is there already. */
export type Argument =
  | { readonly expr: Expr; readonly scope: Scope | undefined }
  | { readonly code: Code };

/** Meaning of a variable or parameter: code that yields its value, or a function still to be applied. */
export type Meaning = { readonly code: Code } | { readonly callee: Argument };

/**
 * The variables and parameters that an expression can see; undefined if there are none.
 *
 * A trie by the bits of their symbols, lowest first. It never changes, as functions keep the scope of the place where they
 * stand; a scope shares all but a few nodes with the one that it was made from.
 */
export type Scope = Leaf | Branch;

interface Leaf {
  readonly sid: number;
  readonly meaning: Meaning;
}

type Branch = readonly (Scope | undefined)[];

/** Bits that one level of the trie looks at. */
const levelBits = 3;
const levelMask = 2 ** levelBits - 1;

/** Returns a scope with one more symbol; it hides an outer one of the same name. */
export function bind(scope: Scope | undefined, sid: number, meaning: Meaning): Scope {
  return insert(scope, { sid, meaning }, 0);
}

/** Finds the innermost meaning of a variable or parameter. */
export function lookUp(scope: Scope | undefined, sid: number): Meaning | undefined {
  let node = scope;
  for (let shift = 0; Array.isArray(node); shift += levelBits)
    node = (node as Branch)[(sid >>> shift) & levelMask];
  const leaf = node as Leaf | undefined;
  return leaf?.sid === sid ? leaf.meaning : undefined;
}

function insert(node: Scope | undefined, leaf: Leaf, shift: number): Scope {
  if (node === undefined) return leaf;
  const branch: (Scope | undefined)[] = [];
  if (Array.isArray(node)) branch.push(...(node as Branch));
  else {
    const other = node as Leaf;
    if (other.sid === leaf.sid) return leaf;
    for (let i = 0; i <= levelMask; i++) branch.push(undefined);
    branch[(other.sid >>> shift) & levelMask] = other;
  }
  const at = (leaf.sid >>> shift) & levelMask;
  branch[at] = insert(branch[at], leaf, shift + levelBits);
  return branch;
}

/** Name spaces of symbols: the two high bits. */
export const SidSpace = { external: 0, variable: 1, parameter: 2 } as const;

/** Returns the name space of a symbol. */
export function spaceOf(sid: number): number {
  return sid >>> 30;
}

/** Returns the index of a symbol in its name space. */
export function indexOf(sid: number): number {
  return sid & 0x3fff_ffff;
}
