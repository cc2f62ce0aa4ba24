import { formatPath } from "../../bytes/decode-error.ts";
import { limitOf } from "../../bytes/limits.ts";
import type { EnumView, TupleView, TypeView } from "../../types/type-view.ts";
import type { RenderOptions } from "./render-options.ts";

/** Position of a renderer in a value. */
export class ValueWalk {
  readonly #maxNesting: number;
  readonly #path: (string | number)[] = [];

  constructor(options: RenderOptions) {
    this.#maxNesting = limitOf(options, "maxNesting", 512);
  }

  /**
   * Goes into a field, an item or a variant.
   *
   * @throws RangeError at the limit of nesting, which also stops values that contain themselves
   */
  enter(step: string | number): void {
    if (this.#path.length >= this.#maxNesting) {
      const problem = `the value is nested deeper than ${this.#maxNesting} levels`;
      throw new RangeError(`${problem}; raise maxNesting if that is right`);
    }
    this.#path.push(step);
  }

  /** Goes back out. */
  leave(): void {
    this.#path.pop();
  }

  /** @throws TypeError always: the value here is not of the type */
  reject(view: TypeView, value: unknown): never {
    const place = this.#path.length > 0 ? `${formatPath(this.#path)}: ` : "";
    throw new TypeError(`${place}expected ${describeValues(view)}, got ${describe(value)}`);
  }
}

function describeValues(view: TypeView): string {
  switch (view.kind) {
    case "bool":
      return "a boolean";
    case "integer":
      return `a whole number from ${view.min} to ${view.max}`;
    case "float":
      return "a number";
    case "text":
      return "a string";
    case "date":
      return "a whole number of days";
    case "time":
    case "timestamp":
    case "duration":
      return "a bigint of microseconds";
    case "decimal":
      return "a bigint of hundredths";
    case "bytes":
      return "a Uint8Array";
    case "array":
      return "an array";
    case "tuple":
      return describeTuples(view);
    case "enum":
      return describeEnums(view);
  }
}

function describeTuples(view: TupleView): string {
  if (view.shape === "unit") return "undefined, which stands for {}";
  if (view.shape === "array") return `an array of ${view.fields.length}`;
  return `an object with the fields ${view.fields.map((field) => field.name).join(", ")}`;
}

function describeEnums(view: EnumView): string {
  const names = view.variants.map((variant) => JSON.stringify(variant.name));
  const shown = names.length > 8 ? `${names.slice(0, 8).join(", ")}, …` : names.join(", ");
  return view.shape === "names"
    ? `one of ${shown}`
    : `{ tag, value } with one of the tags ${shown}`;
}

function describe(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "string":
      return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
    case "number":
    case "boolean":
    case "bigint":
      return `the ${typeof value} ${value}`;
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? `an array of ${value.length}` : "an object";
    case "function":
    case "symbol":
      return `a ${typeof value}`;
  }
}
