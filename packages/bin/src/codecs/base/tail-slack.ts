import type { AnyCodec } from "./codec.ts";
import { enumLayout } from "./shape.ts";

/**
 * Returns the number of bytes at the end of a head that may be missing at the end of the input.
 *
 * A unit variant of an enum with pointers does not use its four pointer bytes, and some producers leave them out when
 * nothing follows. Code that follows the pointer checks that it is there.
 */
export function tailSlack(codec: AnyCodec): number {
  const { shape } = codec;
  switch (shape.kind) {
    case "definition":
      return tailSlack(shape.target());
    case "compiled":
      return shape.slack;
    case "mapped":
      return tailSlack(shape.codec);
    case "tuple": {
      const last = shape.fields.findLast((field) => field.codec.headBytes > 0);
      return last === undefined ? 0 : tailSlack(last.codec);
    }
    case "enum": {
      const { hasPtr } = enumLayout(shape);
      return hasPtr && shape.variants.some((variant) => variant.codec.headBytes === 0) ? 4 : 0;
    }
    case "array":
    case "scalar":
      return 0;
  }
}
