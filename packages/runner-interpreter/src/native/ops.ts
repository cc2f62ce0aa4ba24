import { compareFloats, compareNumbers, compareTexts, isFloat } from "../values/compare.ts";
import type { CodeKind } from "../values/kinds.ts";
import { arithmeticOf } from "./arithmetic.ts";
import { nativeFunction, type NativeFunction, type NativeModule } from "../native-module.ts";
import type { Integer64 } from "../values/integer64.ts";
import { kindOfSuffix, numberKind } from "./suffix.ts";

/**
 * Creates `std::ops`: arithmetic, comparison and logic.
 *
 * @see docs/spec/interpreter.md, "Operators"
 */
export function opsModule(): NativeModule {
  return { name: "std::ops", lookup: lookUpOperation };
}

/** Returns the kind that a function of `std::ops` orders two values of, if it is one of `cmp_*`. */
export function comparedKind(name: string): CodeKind | undefined {
  return name.startsWith("cmp_") ? kindOfSuffix(name.slice(4)) : undefined;
}

const logic: Readonly<Record<string, NativeFunction>> = {
  and: /* @__PURE__ */ nativeFunction(["bool", "bool"], "bool", (_, a, b) => a && b),
  or: /* @__PURE__ */ nativeFunction(["bool", "bool"], "bool", (_, a, b) => a || b),
  not: /* @__PURE__ */ nativeFunction(["bool"], "bool", (_, a) => !a),
};

function lookUpOperation(name: string): NativeFunction | undefined {
  if (Object.hasOwn(logic, name)) return logic[name];
  const split = name.indexOf("_");
  const operation = name.slice(0, split);
  const suffix = name.slice(split + 1);
  return arithmeticFunction(operation, suffix) ?? comparisonFunction(operation, suffix);
}

/** Operations that a type has besides those that all numbers have. */
const scaledOperations: Readonly<Record<string, readonly string[]>> = {
  duration: ["add", "sub", "neg"],
  decimal: ["add", "sub"],
};

function arithmeticFunction(operation: string, suffix: string): NativeFunction | undefined {
  const scaled = Object.hasOwn(scaledOperations, suffix) ? scaledOperations[suffix] : undefined;
  const kind = scaled?.includes(operation) ? "int64" : numberKind(suffix);
  if (kind === undefined) return undefined;
  const arithmetic = arithmeticOf(kind);
  switch (operation) {
    case "add":
    case "sub":
    case "mul":
    case "div":
    case "mod": {
      const compute = arithmetic[operation];
      return nativeFunction([kind, kind], kind, (_, a, b) => compute(a, b) as never);
    }
    case "neg": {
      const { neg } = arithmetic;
      if (kind.startsWith("uint")) return undefined;
      return nativeFunction([kind], kind, (_, a) => neg(a) as never);
    }
    default:
      return undefined;
  }
}

function comparisonFunction(operation: string, suffix: string): NativeFunction | undefined {
  const kind = kindOfSuffix(suffix);
  if (kind === undefined) return undefined;
  if (kind === "text") return textComparison(operation);
  switch (operation) {
    case "cmp": {
      const compare = isFloat(kind) ? compareFloats : compareNumbers;
      return nativeFunction(
        [kind, kind],
        "uint8",
        (_, a, b) => compare(a as never, b as never) + 1,
      );
    }
    // Every value has one form, so the operators of the language do for all kinds.
    case "eq":
      return nativeFunction([kind, kind], "bool", (_, a, b) => a === b);
    case "lt":
      return nativeFunction([kind, kind], "bool", (_, a, b) => (a as Scalar) < (b as Scalar));
    case "lte":
      return nativeFunction([kind, kind], "bool", (_, a, b) => (a as Scalar) <= (b as Scalar));
    default:
      return undefined;
  }
}

function textComparison(operation: string): NativeFunction | undefined {
  const decide = (test: (order: number) => boolean): NativeFunction =>
    nativeFunction(["text", "text"], "bool", (context, a, b) => test(compareTexts(context, a, b)));
  switch (operation) {
    case "cmp":
      return nativeFunction(
        ["text", "text"],
        "uint8",
        (context, a, b) => Math.sign(compareTexts(context, a, b)) + 1,
      );
    case "eq":
      return nativeFunction(
        ["text", "text"],
        "bool",
        (context, a, b) => a.end - a.start === b.end - b.start && compareTexts(context, a, b) === 0,
      );
    case "lt":
      return decide((order) => order < 0);
    case "lte":
      return decide((order) => order <= 0);
    default:
      return undefined;
  }
}

type Scalar = boolean | Integer64;
