import type { EnumView } from "@lutra/bin/transcode";
import { element, options } from "../page/element.ts";
import type { Control, FormContext } from "./control.ts";

/** Creates the choice between variants, and the control of the payload of the one that is chosen. */
export function enumControl(
  view: EnumView,
  value: unknown,
  label: string,
  context: FormContext,
): Control {
  const names = view.variants.map(({ name }) => name);
  const select = element("select", { "aria-label": label });
  select.append(
    ...options(
      names.map((name) => [name, name]),
      nameOf(view, value),
    ),
  );
  const place = element("div", { class: "payload" });
  let payload: Control | undefined;

  const show = (start: (variant: EnumView["variants"][number]) => unknown): void => {
    const variant = view.variants[select.selectedIndex]!;
    payload = variant.unit ? undefined : context.control(variant.ty, start(variant), label);
    place.replaceChildren(...(payload ? [payload.element] : []));
  };
  select.addEventListener("change", () => {
    show(({ ty }) => context.example(ty));
    context.onChange();
  });
  show(() => payloadOf(view, value));

  return {
    element: element("div", { class: "enum" }, select, place),
    value: () => {
      const tag = names[select.selectedIndex]!;
      if (view.shape === "names") return tag;
      if (view.shape === "option") return payload === undefined ? null : payload.value();
      return payload === undefined ? { tag } : { tag, value: payload.value() };
    },
  };
}

function nameOf(view: EnumView, value: unknown): string | undefined {
  if (view.shape === "names") return value as string;
  if (view.shape !== "option") return (value as { readonly tag: string }).tag;
  return view.variants.find(({ unit }) => unit === (value === null))?.name;
}

function payloadOf(view: EnumView, value: unknown): unknown {
  return view.shape === "option" ? value : (value as { readonly value?: unknown }).value;
}
