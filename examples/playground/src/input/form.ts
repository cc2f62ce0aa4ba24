import type { Ty, TyDef } from "@lutra/bin";
import { parseSource } from "@lutra/bin/parse";
import { renderSource } from "@lutra/bin/render";
import { exampleValue, isScalar, type TupleView, TypeViews } from "@lutra/bin/transcode";
import { element } from "../page/element.ts";
import { arrayControl } from "./array-control.ts";
import { type Control, FieldError, type FormContext } from "./control.ts";
import { enumControl } from "./enum-control.ts";
import { scalarControl } from "./scalar-control.ts";

/**
 * Creates a form for a value of a type.
 *
 * @param names labels of the parts of a tuple without names: the parameters of a function
 */
export function createForm(
  ty: Ty,
  defs: readonly TyDef[],
  value: unknown,
  names: readonly (string | undefined)[],
  onChange: () => void,
): Control {
  const types = new TypeViews(defs);
  const context: FormContext = {
    types,
    onChange,
    example: (part) => exampleValue(part, defs),
    control: (part, start, label) => {
      const view = types.of(part);
      if (isScalar(view)) return scalarControl(view, part, defs, start, label, onChange);
      switch (view.kind) {
        case "tuple":
          return tupleControl(view, start, [], context);
        case "enum":
          return enumControl(view, start, label, context);
        case "array":
          return arrayControl(view.item, start as readonly unknown[], label, context);
        case "bytes":
          return literalControl(part, defs, start, label, onChange);
      }
    },
  };
  const view = types.of(ty);
  if (view.kind === "tuple") return tupleControl(view, value, names, context);
  return context.control(ty, value, names[0] ?? "input");
}

function tupleControl(
  view: TupleView,
  value: unknown,
  names: readonly (string | undefined)[],
  context: FormContext,
): Control {
  const { shape, fields } = view;
  const parts = fields.map(({ name, ty }, i) => {
    const label = name ?? names[i] ?? `part ${i + 1}`;
    const start =
      shape === "array"
        ? (value as readonly unknown[])[i]
        : (value as Readonly<Record<string, unknown>>)[name!];
    const control = context.control(ty, start, label);
    return { name, label, control, isPlain: isScalar(context.types.of(ty)) };
  });
  const rows = parts.map(({ label, control, isPlain }) => {
    const caption = element("span", {}, label);
    if (isPlain) return element("label", { class: "field" }, caption, control.element);
    // An enum without payloads is one field; all else is a group.
    return control.element.matches(".enum")
      ? element("label", { class: "field" }, caption, control.element)
      : element("fieldset", {}, element("legend", {}, label), control.element);
  });
  return {
    element: element("div", { class: "tuple" }, ...rows),
    value: () => {
      if (shape === "unit") return undefined;
      const values = parts.map(({ control }) => control.value());
      if (shape === "array") return values;
      // Not an object literal: a field may be called `__proto__`.
      return Object.fromEntries(parts.map(({ name }, i) => [name, values[i]]));
    },
  };
}

/** Returns a field that holds a value as Lutra source. */
function literalControl(
  ty: Ty,
  defs: readonly TyDef[],
  value: unknown,
  label: string,
  onChange: () => void,
): Control {
  const field = element("input", { type: "text", "aria-label": label, oninput: onChange });
  field.value = renderSource(value, ty, defs).trim();
  return {
    element: field,
    value: () => {
      try {
        return parseSource(field.value, ty, defs);
      } catch (error) {
        throw new FieldError(field, `${label}: ${(error as Error).message}`);
      }
    },
  };
}
