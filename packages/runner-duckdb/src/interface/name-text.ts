const keywords: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    "anno as const do else enum external false for func if import in internal let match module submodule then true " +
    "type where"
  ).split(" "),
);

/**
 * A name in Lutra source, between backticks if it needs them.
 *
 * @throws NameError for a name that Lutra cannot write
 */
export function nameText(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name)) return name;
  // Nothing can be escaped between backticks: such a name would end there, and the rest of it be read as source. A dollar
  // sign in front is written into SQL without quotes, where it means a parameter.
  // oxlint-disable-next-line no-control-regex
  if (name === "" || /[`\u0000-\u001f\u007f]|^\$[a-z0-9_$]*$/.test(name)) {
    throw new NameError(`no Lutra name can be ${JSON.stringify(name)}`);
  }
  return `\`${name}\``;
}

/** A name that cannot be written in Lutra. */
export class NameError extends Error {
  override readonly name = "NameError" as const;
}

/** A comment's worth of a name: one line. */
export function lineText(name: string): string {
  return name.replaceAll(/[\r\n\u2028\u2029]+/g, " ");
}

/** `HelloWorld`, `hello-world` and `hello.world` as `hello_world`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, "_")
    .replaceAll(/[- ._]+/g, "_")
    .replace(/^_(?=.)/, name.startsWith("_") ? "_" : "")
    .toLowerCase();
}

/** `movie_titles` and `movie-titles` as `MovieTitles`. */
export function pascalCase(name: string): string {
  return name
    .split(/[_-]+/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase())
    .join("");
}
