import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Definition } from "@lutra/compiler";
import type { Checked } from "../compiler/workbench.ts";

const keywords = "const enum else external func if import let match module then type where".split(
  " ",
);
const scalars =
  "Bool Date Decimal Duration Float32 Float64 Int16 Int32 Int64 Int8 Text Time Timestamp Uint16 Uint32 Uint64 Uint8".split(
    " ",
  );

const kinds: Readonly<Record<Definition["kind"], string>> = {
  annotation: "text",
  constant: "constant",
  external: "function",
  function: "function",
  import: "namespace",
  type: "type",
};

/** Completes names of the source's definitions and of the standard library's types, and keywords. */
export function completions(context: CompletionContext, checked: Checked): CompletionResult | null {
  const word = context.matchBefore(/[\p{Alphabetic}_][\p{Alphabetic}\p{N}_:]*/u);
  if (word === null && !context.explicit) return null;
  const options: Completion[] = [
    ...checked.definitions.map(({ path, kind, signature, doc }) => ({
      label: path.join("::"),
      type: kinds[kind],
      ...(signature !== undefined && { detail: signature.slice(0, 60) }),
      ...(doc !== undefined && { info: doc }),
      boost: 1,
    })),
    ...scalars.map((label) => ({ label, type: "type" })),
    ...keywords.map((label) => ({ label, type: "keyword", boost: -1 })),
  ];
  return { from: word?.from ?? context.pos, options, validFor: /^[\p{Alphabetic}\p{N}_:]*$/u };
}
