import type { Ty, TyDef } from "@lutra/bin";
import { isUnit, TypeViews } from "@lutra/bin/transcode";
import type { ProgramCase } from "@lutra-internal/fixtures";

type CaseValue = NonNullable<ProgramCase["postgres"]["value"]>;

/** Returns a value of the cases' notation, raw bits in decimal, as a codec of the type takes it. */
export function valueOfCase(given: CaseValue, ty: Ty, defs: readonly TyDef[]): unknown {
  const types = new TypeViews(defs);

  function items(value: CaseValue): readonly CaseValue[] {
    if (typeof value === "string") throw new TypeError(`expected parts, got ${value}`);
    return "t" in value ? value.t : "a" in value ? value.a : [];
  }

  function bits(value: CaseValue): bigint {
    if (typeof value !== "string") throw new TypeError("expected bits");
    return BigInt(value);
  }

  function convert(value: CaseValue, type: Ty): unknown {
    const view = types.of(type);
    switch (view.kind) {
      case "bool":
        return bits(value) === 1n;
      case "integer": {
        const width =
          view.max - view.min + 1n === 1n << 64n ? 64 : Number(view.name.replace(/\D+/, ""));
        const number = view.min < 0n ? BigInt.asIntN(width, bits(value)) : bits(value);
        return view.wide ? number : Number(number);
      }
      case "float": {
        const memory = new DataView(new ArrayBuffer(8));
        memory.setBigUint64(0, bits(value));
        return view.name === "Float32" ? memory.getFloat32(4) : memory.getFloat64(0);
      }
      case "text":
        return new TextDecoder().decode(Uint8Array.from(items(value), Number));
      case "date":
        return Number(BigInt.asIntN(32, bits(value)));
      case "time":
        return bits(value);
      case "timestamp":
      case "duration":
      case "decimal":
        return BigInt.asIntN(64, bits(value));
      case "bytes":
        return Uint8Array.from(items(value), Number);
      case "array":
        return items(value).map((item) => convert(item, view.item));
      case "tuple": {
        const fields = view.fields.map((field, i) => convert(items(value)[i] ?? "0", field.ty));
        if (view.shape === "unit") return undefined;
        if (view.shape === "array") return fields;
        return Object.fromEntries(view.fields.map((field, i) => [field.name, fields[i]]));
      }
      case "enum": {
        if (typeof value === "string" || !("e" in value)) throw new TypeError("expected an enum");
        const [index, inner] = value.e;
        const variant = view.variants[index];
        if (variant === undefined) throw new TypeError(`no variant ${index}`);
        const payload = isUnit(variant.ty) ? undefined : convert(inner, variant.ty);
        if (view.shape === "names") return variant.name;
        if (view.shape === "option") return index === 0 ? null : payload;
        return variant.unit ? { tag: variant.name } : { tag: variant.name, value: payload };
      }
    }
  }

  return convert(given, ty);
}
