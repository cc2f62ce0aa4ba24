import type { TyDef } from "@lutra/bin";
import type { ExternalSymbol } from "@lutra/bin/program";
import { ErrorCode, RunnerError } from "@lutra/runner-core";
import type { External } from "../compile/external.ts";
import { NativeExternal } from "../compile/native-external.ts";
import type { FileSystem } from "../files/file-system.ts";
import { arrayFunction } from "./array/module.ts";
import { convertModule } from "./convert.ts";
import { checkedNative } from "./checked-native.ts";
import { dateModule } from "./date.ts";
import { fsModule } from "./fs/module.ts";
import { mathModule } from "./math.ts";
import { nativeFunction, nativeModule, type NativeModule } from "../native-module.ts";
import { comparedKind, opsModule } from "./ops.ts";
import { textModule } from "./text.ts";
import { timestampModule } from "./timestamp.ts";

/** Finds the natives of programs by their ids. */
export class NativeRegistry {
  private readonly ops: NativeModule = opsModule();
  private readonly hostModules: ReadonlySet<NativeModule | undefined>;
  private readonly modules: ReadonlyMap<string, NativeModule>;

  /** The host's modules replace those of the same name, later ones earlier ones. */
  constructor(fileSystem: FileSystem | undefined, hostModules: readonly NativeModule[]) {
    const modules = [
      this.ops,
      convertModule(),
      textModule(),
      mathModule(),
      dateModule(),
      timestampModule(),
      fsModule(fileSystem),
      interpreterModule(),
      ...hostModules,
    ];
    this.hostModules = new Set(hostModules);
    this.modules = new Map(modules.map((module) => [module.name, module]));
  }

  /** @throws RunnerError `PREPARE_ERROR` if there is no such native */
  resolve({ id, layoutArgs }: ExternalSymbol, defs: readonly TyDef[]): External {
    const split = id.lastIndexOf("::");
    const name = id.slice(split + 2);
    const module = split < 0 ? undefined : this.modules.get(id.slice(0, split));
    const native = module?.lookup(name, { layoutArgs, defs });
    if (native !== undefined) {
      if (this.hostModules.has(module)) return new NativeExternal(checkedNative(native, id));
      return new NativeExternal(native, module === this.ops ? comparedKind(name) : undefined);
    }
    const external =
      module === undefined && id.startsWith("std::array::")
        ? arrayFunction(name, layoutArgs)
        : undefined;
    if (external !== undefined) return external;
    throw new RunnerError(`missing function implementation: ${id}${hint(id)}`, {
      code: ErrorCode.PREPARE_ERROR,
    });
  }
}

/** Programs of compilers before 0.6 name natives without a module. */
function hint(id: string): string {
  return /^std::\w+$/.test(id)
    ? " (compiled by Lutra 0.5 or earlier: compile it again with 0.6)"
    : "";
}

function interpreterModule(): NativeModule {
  return nativeModule("interpreter", {
    version: nativeFunction([], "string", () => "lutra-interpreter 0.0.1"),
  });
}
