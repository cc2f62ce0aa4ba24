import type { TyDef } from "@lutra/bin";
import type { ExternalSymbol } from "@lutra/bin/program";
import { ErrorCode, isRunnerError, RunnerError } from "@lutra/runner-core";
import { errorMessage } from "@lutra/runner-core/transport";
import type { External, ExternalModule } from "../compile/external.ts";
import { NativeExternal } from "../compile/native-external.ts";
import type { FileSystem } from "../files/file-system.ts";
import { badProgram } from "../execution-error.ts";
import { arrayModule } from "./array/module.ts";
import { convertModule } from "./convert.ts";
import { checkedNative } from "./checked-native.ts";
import { dateModule } from "./date.ts";
import { fsModule } from "./fs/module.ts";
import { mathModule } from "./math.ts";
import {
  nativeFunction,
  type NativeFunction,
  nativeModule,
  type NativeModule,
  type NativeReference,
} from "../native-module.ts";
import { comparedKind, opsModule } from "./ops.ts";
import { textModule } from "./text.ts";
import { timestampModule } from "./timestamp.ts";

/** Finds the natives of programs by their ids. */
export class NativeRegistry {
  readonly #modules: ReadonlyMap<string, ExternalModule>;

  /** The host's modules replace those of the same name, later ones earlier ones. */
  constructor(fileSystem: FileSystem | undefined, hostModules: readonly NativeModule[]) {
    const modules = [
      arrayModule(),
      externals(opsModule(), (native, name) => new NativeExternal(native, comparedKind(name))),
      ...[
        convertModule(),
        textModule(),
        mathModule(),
        dateModule(),
        timestampModule(),
        fsModule(fileSystem),
        interpreterModule(),
      ].map((module) => externals(module, (native) => new NativeExternal(native))),
      ...hostModules.map((module) =>
        externals(
          module,
          (native, name) => new NativeExternal(checkedNative(native, `${module.name}::${name}`)),
        ),
      ),
    ];
    this.#modules = new Map(modules.map((module) => [module.name, module]));
  }

  /** @throws RunnerError `PREPARE_ERROR` if there is no such native */
  resolve({ id, layoutArgs }: ExternalSymbol, defs: readonly TyDef[]): External {
    const split = id.lastIndexOf("::");
    const module = split < 0 ? undefined : this.#modules.get(id.slice(0, split));
    const external = module?.lookup(id.slice(split + 2), { layoutArgs, defs });
    if (external !== undefined) return external;
    throw new RunnerError(`missing function implementation: ${id}${hint(id)}`, {
      code: ErrorCode.PREPARE_ERROR,
    });
  }
}

/** Makes externals of the functions of a module. */
function externals(
  module: NativeModule,
  external: (native: NativeFunction, name: string) => External,
): ExternalModule {
  return {
    name: module.name,
    lookup: (name, reference) => {
      const native = lookUp(module, name, reference);
      return native === undefined ? undefined : external(native, name);
    },
  };
}

/** Asks a module, which may be the host's, and may throw anything. */
function lookUp(
  module: NativeModule,
  name: string,
  reference: NativeReference,
): NativeFunction | undefined {
  try {
    return module.lookup(name, reference) ?? undefined;
  } catch (error) {
    if (isRunnerError(error)) throw error;
    const reason = errorMessage(error).display;
    throw badProgram(`${module.name} failed to find ${name}: ${reason}`, error);
  }
}

/** Returns advice on an id without a module, as compilers before 0.6 wrote them; an empty string for any other. */
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
