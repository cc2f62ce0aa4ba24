import type { Ty, TyDef } from "@lutra/bin";
import type { NativeSource } from "../input/program-source.ts";

/** The types of one program, in terms of the definitions of all of them. */
export interface UnifiedTypes {
  readonly input: Ty;
  readonly output: Ty;
}

/** The types of several programs with one set of definitions. */
export interface Unified {
  readonly programs: readonly UnifiedTypes[];
  readonly defs: readonly TyDef[];
  /** Path in the sources of a path in `defs`, by its text with `::`. */
  readonly originals: ReadonlyMap<string, TyDef>;
}

/**
 * Brings the definitions of several programs together.
 *
 * Definitions of one path and one content are one. Where contents differ, as in programs of different projects, the
 * later ones get paths of their own.
 */
export function unifyTypes(sources: readonly NativeSource[]): Unified {
  const defs: TyDef[] = [];
  const originals = new Map<string, TyDef>();
  const known = new Map<string, readonly string[]>();
  const counts = new Map<string, number>();
  const programs = sources.map((source) => {
    const contents = contentsOf(source.defs);
    const paths = new Map<string, readonly string[]>();
    const added: TyDef[] = [];
    for (const def of source.defs) {
      const key = keyOf(def.name);
      const content = contents.get(key)!;
      let path = known.get(content);
      if (path === undefined) {
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        path = count === 1 ? def.name : [...def.name.slice(0, -1), `${def.name.at(-1)!}\0${count}`];
        known.set(content, path);
        originals.set(keyOf(path), def);
        added.push(def);
      }
      paths.set(key, path);
    }
    for (const { name, ty } of added) {
      defs.push({ name: paths.get(keyOf(name))!, ty: renamed(ty, paths) });
    }
    return { input: renamed(source.input, paths), output: renamed(source.output, paths) };
  });
  return { programs, defs, originals };
}

/** Returns all that a definition means, by its key: what it says and what those say that it reaches. */
function contentsOf(defs: readonly TyDef[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const mentions = new Map<string, ReadonlySet<string>>();
  for (const { name, ty } of defs) {
    const found = new Set<string>();
    texts.set(keyOf(name), `${keyOf(name)}=${contentOf(ty, found)}`);
    mentions.set(keyOf(name), found);
  }
  const contents = new Map<string, string>();
  for (const key of texts.keys()) {
    const reached = new Set([key]);
    for (const each of reached) {
      for (const next of mentions.get(each) ?? []) if (texts.has(next)) reached.add(next);
    }
    const [own, ...others] = reached;
    contents.set(key, [own!, ...others.sort()].map((each) => texts.get(each)).join("\n"));
  }
  return contents;
}

function contentOf(ty: Ty, mentions: Set<string>): string {
  return JSON.stringify(ty.kind, (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("tag" in value && value.tag === "ident" && "value" in value) {
      mentions.add(keyOf(value.value as readonly string[]));
    }
    return "kind" in value ? { k: value.kind, r: (value as Ty).variantsRecursive } : value;
  });
}

function keyOf(path: readonly string[]): string {
  return path.join("::");
}

function renamed(ty: Ty, paths: ReadonlyMap<string, readonly string[]>): Ty {
  const { kind } = ty;
  const change = (part: Ty): Ty => renamed(part, paths);
  switch (kind.tag) {
    case "primitive":
    case "function":
      return ty;
    case "ident":
      return { ...ty, kind: { tag: "ident", value: paths.get(keyOf(kind.value)) ?? kind.value } };
    case "array":
      return { ...ty, kind: { tag: "array", value: change(kind.value) } };
    case "tuple":
      return {
        ...ty,
        kind: {
          tag: "tuple",
          value: kind.value.map((field) => ({ ...field, ty: change(field.ty) })),
        },
      };
    case "enum":
      return {
        ...ty,
        kind: {
          tag: "enum",
          value: kind.value.map((variant) => ({ ...variant, ty: change(variant.ty) })),
        },
      };
  }
}
