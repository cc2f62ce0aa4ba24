import type { Code } from "../code/code.ts";
import { ConstantCode } from "../code/constant.ts";
import { TupleCode, type TuplePart } from "../code/structure.ts";
import { badProgram } from "../execution-error.ts";
import { joinLayouts, type Layout } from "../memory/layout.ts";

/** A field expression, and how many fields of the tuple come of it; zero stands for one, or for an empty tuple. */
export interface UnpackedField {
  readonly code: Code;
  readonly unpack: number;
}

/**
 * Assigns each field expression its part of the layouts.
 *
 * An empty tuple that is spread is encoded as one plain field, but has no layout. Such fields are known by there being more
 * fields than layouts.
 */
export function tupleParts(
  fields: readonly UnpackedField[],
  layouts: readonly Layout[],
): readonly TuplePart[] {
  const wanted = fields.reduce((sum, { unpack }) => sum + Math.max(unpack, 1), 0);
  let surplus = wanted - layouts.length;
  if (surplus < 0) throw badProgram(`a tuple of ${wanted} fields has ${layouts.length} layouts`);
  const parts: TuplePart[] = [];
  let used = 0;
  for (const { code, unpack } of fields) {
    if (surplus > 0 && unpack === 0 && isEmpty(code)) {
      surplus--;
      parts.push({ code, layout: joinLayouts([]) });
      continue;
    }
    const count = Math.max(unpack, 1);
    parts.push({ code, layout: joinLayouts(layouts.slice(used, used + count)) });
    used += count;
  }
  if (surplus > 0) throw badProgram(`a tuple of ${wanted} fields has ${layouts.length} layouts`);
  return parts;
}

function isEmpty(code: Code): boolean {
  return (code instanceof TupleCode || code instanceof ConstantCode) && code.isEmpty;
}
