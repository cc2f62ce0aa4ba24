import type { AnyCodec, Shape } from "@lutra/bin";

/** Checks if values of a codec have arrays, which may be readonly where a program takes them. */
export function hasArrays(codec: AnyCodec): boolean {
  const seen = new Set<Shape>();
  const open = [codec.shape];
  for (let shape = open.pop(); shape !== undefined; shape = open.pop()) {
    if (seen.has(shape)) continue;
    seen.add(shape);
    switch (shape.kind) {
      case "array":
        if (shape.form === undefined) return true;
        break;
      case "tuple":
        // Fields without names of their own are a list.
        if (isList(shape.fields.map(({ name }) => name))) return true;
        open.push(...shape.fields.map((field) => field.codec.shape));
        break;
      case "enum":
        open.push(...shape.variants.map((variant) => variant.codec.shape));
        break;
      case "definition":
        open.push(shape.target().shape);
        break;
      case "mapped":
        open.push(shape.codec.shape);
        break;
      case "compiled":
      case "scalar":
        break;
    }
  }
  return false;
}

function isList(names: readonly (string | null)[]): boolean {
  return names.includes(null) || new Set(names).size < names.length;
}
