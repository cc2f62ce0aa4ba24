import type { External, ExternalModule } from "../../compile/external.ts";
import type { NativeReference } from "../../native-module.ts";
import type { NumberKind } from "../../values/kinds.ts";
import { all, any, fold, mean, sum } from "./aggregate.ts";
import { rollingMean, sequence } from "./generate.ts";
import { group } from "./group.ts";
import { max, min, sort } from "./order.ts";
import { cumeDist, rank, rankDense, rankPercentile } from "./rank.ts";
import { append, count, index, slice } from "./select.ts";
import { fromColumnar, toColumnar, zip } from "./shape.ts";
import { lag, lead } from "./shift.ts";
import { filter, flatMap, loopUntilEmpty, map, scan } from "./transform.ts";
import { LayoutArgs } from "../layout-args.ts";
import { numberKind } from "../suffix.ts";

type Make = (args: LayoutArgs) => External;
type MakeOfKind = (args: LayoutArgs, kind: NumberKind) => External;

const functions: ReadonlyMap<string, Make> = /* @__PURE__ */ new Map<string, Make>([
  ["all", all],
  ["any", any],
  ["append", append],
  ["count", count],
  ["cume_dist", cumeDist],
  ["filter", filter],
  ["flat_map", flatMap],
  ["fold", fold],
  ["from_columnar", fromColumnar],
  ["group", group],
  ["index", index],
  ["lag", lag],
  ["lead", lead],
  ["loop_until_empty", loopUntilEmpty],
  ["map", map],
  ["max", max],
  ["min", min],
  ["rank", rank],
  ["rank_dense", rankDense],
  ["rank_percentile", rankPercentile],
  ["scan", scan],
  ["slice", slice],
  ["sort", sort],
  ["to_columnar", toColumnar],
  ["zip", zip],
]);

/** Functions whose name ends in the kind of the items. */
const functionsOfKinds: ReadonlyMap<string, MakeOfKind> = /* @__PURE__ */ new Map<
  string,
  MakeOfKind
>([
  ["mean", mean],
  ["rolling_mean", rollingMean],
  ["sequence", (_, kind) => sequence(kind)],
  ["sum", sum],
]);

/**
 * Creates `std::array`. Its functions take functions of the program, so they are externals rather than native
 * functions.
 *
 * @see docs/spec/interpreter.md, "Array functions"
 * @see docs/spec/interpreter.md, "Groups"
 */
export function arrayModule(): ExternalModule {
  return { name: "std::array", lookup: lookUpFunction };
}

function lookUpFunction(name: string, { layoutArgs }: NativeReference): External | undefined {
  const args = new LayoutArgs(layoutArgs);
  const make = functions.get(name);
  if (make !== undefined) return make(args);
  const split = name.lastIndexOf("_");
  const base = name.slice(0, split);
  const suffix = name.slice(split + 1);
  const makeOfKind = functionsOfKinds.get(base);
  const kind = base === "sum" && suffix === "duration" ? "int64" : numberKind(suffix);
  if (makeOfKind === undefined || kind === undefined) return undefined;
  if (base === "sequence" && kind.startsWith("float")) return undefined;
  return makeOfKind(args, kind);
}
