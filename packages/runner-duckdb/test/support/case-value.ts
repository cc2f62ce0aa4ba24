import { type AnyCodec, prim64 } from "@lutra/bin";
import type { ProgramCase } from "@lutra-internal/fixtures";

type CaseValue = NonNullable<ProgramCase["duckdb"]["value"]>;

/**
 * Returns a decoded value in the notation of the cases: raw bits in decimal, `t` tuple, `a` array or text, `e` enum.
 */
export function caseValue(codec: AnyCodec, value: unknown): CaseValue {
  const { shape } = codec;
  switch (shape.kind) {
    case "definition":
      return caseValue(shape.target(), value);
    case "mapped":
      return caseValue(shape.codec, value);
    case "array":
      return { a: (value as unknown[]).map((item) => caseValue(shape.item, item)) };
    case "tuple": {
      const fields = shape.fields.map(({ name, codec: part }, i) => {
        const parts = value as Record<string | number, unknown>;
        return caseValue(part, Array.isArray(value) ? parts[i] : parts[name ?? i]);
      });
      return { t: fields };
    }
    case "enum": {
      const [first, second] = shape.variants;
      return value === null
        ? { e: [0, caseValue(first!.codec, undefined)] }
        : { e: [1, caseValue(second!.codec, value)] };
    }
    case "compiled":
    case "scalar":
      return typeof value === "string"
        ? { a: [...new TextEncoder().encode(value)].map(String) }
        : bits(codec, value);
  }
}

function bits(codec: AnyCodec, value: unknown): string {
  const padded = new Uint8Array(8);
  padded.set(codec.encode(value as never));
  return String(prim64.decode(padded));
}
