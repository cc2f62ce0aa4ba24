import { HighlightStyle } from "@codemirror/language";
import { tags } from "@lezer/highlight";

/** Colours as variables of the style sheet, which knows light and dark. */
export const highlightStyle: HighlightStyle = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--keyword)" },
  { tag: [tags.comment, tags.docComment], color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.string, tags.literal], color: "var(--string)" },
  { tag: [tags.number, tags.bool], color: "var(--number)" },
  { tag: [tags.typeName, tags.namespace], color: "var(--type)" },
  { tag: tags.function(tags.variableName), color: "var(--function)" },
  { tag: [tags.operator, tags.punctuation], color: "var(--soft)" },
]);
