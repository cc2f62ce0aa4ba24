/** Names the type of a table's rows: `movies` becomes `Movie`, `person` becomes `PersonRow`. */
export function rowTypeName(table: string): string {
  const singular = table.endsWith("s") ? pascalCase(table.slice(0, -1)) : "";
  // Of `s` and `_s` nothing would be left.
  return singular === "" ? `${pascalCase(table)}Row` : singular;
}

function pascalCase(name: string): string {
  return name
    .split(/[_-]/)
    .map((word) => {
      const [first = "", ...rest] = word;
      return first.toUpperCase() + rest.join("").toLowerCase();
    })
    .join("");
}

/** Converts `HelloWorld` to `hello_world`. */
export function snakeCase(name: string): string {
  return name
    .replace(/^[- .]+(?=.)/, "")
    .replaceAll(/[- .]+/g, "_")
    .replaceAll(/(\p{Ll})(?=\p{Lu})/gu, "$1_")
    .toLowerCase();
}
