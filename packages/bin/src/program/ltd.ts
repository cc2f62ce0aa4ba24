import { array } from "../codecs/array.ts";
import type { Codec } from "../codecs/base/codec.ts";
import { bytes } from "../codecs/bytes.ts";
import { codecFor } from "../codecs/codec-for.ts";
import { tuple } from "../codecs/tuple.ts";
import { completeTypes } from "../types/complete-types.ts";
import type { Ty, TyDef } from "../types/ty.ts";
import { forPrograms } from "./for-programs.ts";
import { ty, tyDef } from "./ty-codec.ts";

/** A value that brings its type along: the content of an `.ltd` file. */
export interface TypedData {
  readonly ty: Ty;
  readonly defs: readonly TyDef[];
  /** The encoded value. */
  readonly data: Uint8Array;
  /** Codec of the type. */
  readonly codec: Codec<unknown>;
}

interface LtdFile {
  readonly ty: Ty;
  readonly tyDefs: readonly TyDef[];
  readonly data: Uint8Array;
}

const ltd: Codec<LtdFile> = /* @__PURE__ */ forPrograms(
  /* @__PURE__ */ tuple({ ty, tyDefs: /* @__PURE__ */ array(tyDef), data: bytes }),
);

/**
 * Reads an `.ltd` file. `data` is a view of `file`; decode it with `codec`.
 *
 * @throws DecodeError for bytes that are no `.ltd` file
 * @throws TypeError for a type without binary form
 * @see docs/spec/binary-format.md, "Typed data"
 *
 * @example
 * const { codec, data } = decodeLtd(file);
 * const value = codec.decode(data);
 */
export function decodeLtd(file: Uint8Array): TypedData {
  const { ty: type, tyDefs: defs, data } = ltd.decode(file);
  return { ty: type, defs, data, codec: codecFor(type, defs) };
}

/**
 * Writes an `.ltd` file. Types made by hand are completed first.
 *
 * @throws TypeError for a value that is not of the type, or a type without binary form
 * @throws RangeError for a number out of range
 *
 * @example
 * const file = encodeLtd(ty, defs, { title: "Ether" });
 */
export function encodeLtd(
  type: Ty,
  defs: readonly TyDef[],
  value: unknown,
): Uint8Array<ArrayBuffer> {
  const isComplete = [type, ...defs.map((def) => def.ty)].every(({ layout }) => layout !== null);
  const types = isComplete ? { ty: type, defs } : completeTypes(type, defs);
  const data = codecFor(types.ty, types.defs).encode(value);
  return ltd.encode({ ty: types.ty, tyDefs: types.defs, data });
}
