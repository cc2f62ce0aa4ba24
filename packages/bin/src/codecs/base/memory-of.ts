import { standardName } from "../../types/definitions.ts";
import { codecEnumForm } from "./codec-enum-form.ts";
import type { AnyCodec, EnumShape, ScalarShape, TupleShape } from "./codec.ts";
import { enumLayout } from "./shape.ts";

/** Bytes of a place in an array. */
export const slotBytes = 8;
/** Bytes that a copied `Uint8Array` or typed array takes beyond a view and its content. */
export const copyBytes = 112;

const known = /* @__PURE__ */ new WeakMap<AnyCodec, number>();

/**
 * Estimates the memory that a decoded value takes, in bytes, beyond the place where it is kept.
 *
 * It is the part that follows from the type. Items of arrays, characters of texts and values after pointers come on
 * top when they are read. A type that mentions others twice at each level has a size of its own, but no more work.
 * `test/system/memory-of.test.ts` compares the estimates with V8's heap.
 */
export function memoryOf(codec: AnyCodec): number {
  let memory = known.get(codec);
  if (memory === undefined) {
    memory = estimate(codec);
    known.set(codec, memory);
  }
  return memory;
}

function estimate({ shape }: AnyCodec): number {
  switch (shape.kind) {
    case "scalar":
      return ofScalar(shape);
    case "array":
      // Scalars may lie in a typed array, which is the larger object.
      return shape.item.shape.kind === "scalar" ? 96 : 48;
    case "tuple":
      return ofTuple(shape);
    case "enum":
      return ofEnum(shape);
    case "definition":
      return memoryOf(shape.target());
    case "compiled":
      return shape.memory;
    case "mapped":
      // What the caller makes of it is not known; a `Date` takes this much.
      return 96 + memoryOf(shape.codec);
  }
}

function ofScalar({ type }: ScalarShape): number {
  const name = typeof type === "string" ? type : standardName(type);
  switch (name) {
    case "Bool":
    case "Int8":
    case "Int16":
    case "Int32":
    case "Uint8":
    case "Uint16":
    case "Date":
    case "prim8":
    case "prim16":
      return 0;
    case "Float32":
    case "Float64":
    case "Uint32":
    case "prim32":
      return 16;
    case undefined:
    default:
      // A `bigint`, or the object of a string without its characters.
      return 24;
  }
}

function ofTuple({ fields }: TupleShape): number {
  const count = fields.length;
  if (count === 0) return 0;
  // V8 keeps objects with more fields in hash tables.
  const own = count <= 25 ? Math.max(56, 32 + count * 8) : count * 64;
  return fields.reduce((sum, field) => sum + memoryOf(field.codec), own);
}

function ofEnum(shape: EnumShape): number {
  const form = codecEnumForm(shape);
  if (form === "names") return 0;
  const { hasPtr } = enumLayout(shape);
  const inPlace = shape.variants.filter(({ codec }) => !hasPtr || codec.headBytes === 0);
  const largest = inPlace.reduce((most, { codec }) => Math.max(most, memoryOf(codec)), 0);
  return form === "option" ? largest : 40 + largest;
}
