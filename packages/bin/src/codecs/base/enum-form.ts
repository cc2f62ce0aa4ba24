import type { AnyCodec, EnumShape } from "./codec.ts";
import { isUnit, resolveNames } from "./shape.ts";

/** How values of an enum look: names only, `T | null`, or objects with a tag. */
export type EnumForm = "names" | "option" | "tagged";

/** The form that values of an enum have. */
export function enumForm(shape: EnumShape): EnumForm {
  if (shape.variants.every(({ codec }) => isUnit(codec))) return "names";
  return isOption(shape) ? "option" : "tagged";
}

/**
 * Whether `null` can stand for `none`: the payload must not be `null` or `undefined` itself.
 *
 * In options of options the innermost settles it, and then every second one outwards has the form.
 */
function isOption(shape: EnumShape): boolean {
  const chain: EnumShape[] = [];
  let next: EnumShape | undefined = shape;
  while (next !== undefined) {
    const payload: AnyCodec | undefined = optionPayload(next);
    if (payload === undefined) break;
    // An option of unit has only names; it ends the chain as any other payload does.
    if (isUnit(payload)) break;
    const bitten = chain.indexOf(next);
    // No option is innermost in a chain that bites its own tail: all of these are tagged.
    if (bitten >= 0) return bitten % 2 === 1;
    chain.push(next);
    const inner: AnyCodec = resolveNames(payload);
    next = inner.shape.kind === "enum" ? inner.shape : undefined;
  }
  return chain.length % 2 === 1;
}

function optionPayload({ variants }: EnumShape): AnyCodec | undefined {
  const [none, some] = variants;
  const named = variants.length === 2 && none?.name === "none" && some?.name === "some";
  // A name for the empty tuple is not the empty tuple here.
  return named && none.codec.shape.kind === "tuple" && isUnit(none.codec) ? some.codec : undefined;
}
