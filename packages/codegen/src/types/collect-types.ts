import type { AnyCodec, Shape, TyDef } from "@lutra/bin";
import { type ValueForm, valueForm } from "@lutra/bin/emit";
import type { DeclaredType, ProgramSide } from "./declared-type.ts";

/** Maximum number of fields of a list without a name that is written out wherever it is used. */
const maxInlineFields = 4;

/** A place below which types are looked for. */
interface Place {
  readonly within: DeclaredType | ProgramSide;
  readonly steps: readonly string[];
}

/** Finds the types that a module declares, in the order in which they are first mentioned. */
export class TypeCollector {
  readonly #originals: ReadonlyMap<string, TyDef>;
  readonly #byShape = new Map<Shape, DeclaredType>();
  /** All types that were found so far. */
  readonly declared: DeclaredType[] = [];

  /** @param originals definitions by the text of their paths */
  constructor(originals: ReadonlyMap<string, TyDef>) {
    this.#originals = originals;
  }

  /** Returns the declared type of a codec, if it has one. */
  find({ shape }: AnyCodec): DeclaredType | undefined {
    return this.#byShape.get(shape);
  }

  /** Adds the types of one side of a program. */
  add(codec: AnyCodec, side: ProgramSide, labels?: readonly (string | undefined)[]): void {
    this.#visit(codec, { within: side, steps: [] }, labels);
  }

  #visit(codec: AnyCodec, place: Place, labels?: readonly (string | undefined)[]): void {
    // Types may nest deeply, so those that wait are in a list and not on the stack.
    const open: (readonly [AnyCodec, Place, typeof labels])[] = [[codec, place, labels]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [each, where, names] = next;
      const parts = this.#declare(each, where, names);
      open.push(...parts.reverse().map(([part, at]) => [part, at, undefined] as const));
    }
  }

  /** Declares one type if it needs it, and returns the parts that are to be visited. */
  #declare(
    codec: AnyCodec,
    place: Place,
    labels: readonly (string | undefined)[] | undefined,
  ): (readonly [AnyCodec, Place])[] {
    const { shape } = codec;
    if (this.#byShape.has(shape)) return [];
    if (shape.kind === "definition") {
      const path = shape.path ?? [];
      const def = this.#originals.get(path.join("::")) ?? { name: path, ty: unit };
      const target = shape.target();
      const declared: DeclaredType = {
        codec,
        origin: { kind: "definition", path: def.name, def, target },
      };
      this.#remember(declared);
      const within = { within: declared, steps: [] };
      if (target.shape.kind === "definition") return [[target, within]];
      const form = valueForm(target);
      // Scalars and names of the format are shared by all that are alike.
      if (isOwn(form)) this.#byShape.set(target.shape, declared);
      return partsOf(form, within, undefined);
    }
    const form = valueForm(codec);
    if (!needsName(form)) return partsOf(form, place, labels);
    const declared: DeclaredType = { codec, origin: { kind: "inline", ...place }, labels };
    this.#remember(declared);
    return partsOf(form, place, labels);
  }

  #remember(declared: DeclaredType): void {
    this.#byShape.set(declared.codec.shape, declared);
    this.declared.push(declared);
  }
}

const unit: TyDef["ty"] = {
  kind: { tag: "tuple", value: [] },
  layout: null,
  name: null,
  variantsRecursive: [],
};

/** Checks for a type whose codecs are made for one place each. */
function isOwn({ kind }: ValueForm): boolean {
  return kind !== "scalar" && kind !== "bytes" && kind !== "opaque" && kind !== "unit";
}

function needsName(form: ValueForm): boolean {
  switch (form.kind) {
    case "object":
    case "names":
    case "tagged":
      return true;
    case "list":
      return form.fields.length > maxInlineFields || form.fields.some(({ codec }) => isList(codec));
    case "scalar":
    case "bytes":
    case "array":
    case "unit":
    case "option":
    case "opaque":
      return false;
  }
}

/** Tells if a type is a list of fields without a name of its own. Lists in lists are hard to read. */
function isList(codec: AnyCodec): boolean {
  return codec.shape.kind !== "definition" && valueForm(codec).kind === "list";
}

function partsOf(
  form: ValueForm,
  { within, steps }: Place,
  labels: readonly (string | undefined)[] | undefined,
): (readonly [AnyCodec, Place])[] {
  const at = (step: string): Place => ({ within, steps: [...steps, step] });
  switch (form.kind) {
    case "array":
      return [[form.item, at("Item")]];
    case "option":
      return [[form.payload, { within, steps }]];
    case "object":
      return form.fields.map(({ name, codec }) => [codec, at(name)]);
    case "list":
      return form.fields.map(({ name, codec }, i) => [
        codec,
        at(labels?.[i] ?? name ?? `field ${i + 1}`),
      ]);
    case "tagged":
      return form.variants.flatMap(({ name, payload }) =>
        payload === undefined ? [] : [[payload, at(name)] as const],
      );
    case "scalar":
    case "bytes":
    case "unit":
    case "names":
    case "opaque":
      return [];
  }
}
