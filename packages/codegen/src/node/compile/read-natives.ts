import type { Ty } from "@lutra/bin";
import { CodegenError, type NativeSource } from "@lutra/codegen";
import { messageOf } from "../../message-of.ts";
import type { SourceProject } from "./source-compiler.ts";

/**
 * Reads the types of functions of the host.
 *
 * @param modules modules whose functions are wanted, such as `acme::geometry`
 * @throws CodegenError for a module without such functions, and for one whose types are no values
 */
export async function readNatives(
  project: SourceProject,
  modules: readonly string[],
): Promise<readonly NativeSource[]> {
  const found: NativeSource[] = [];
  for (const module of modules) {
    const declared = project.externals.filter(
      ({ path }) => path.slice(0, -1).join("::") === module,
    );
    if (declared.length === 0) {
      throw new CodegenError(
        `there are no functions of the host in ${module}`,
        "declare them in that module: `external func hypot(x: Float64, y: Float64): Float64`; this needs @lutra/compiler",
      );
    }
    for (const { path, docs, parameters } of declared) {
      try {
        const { types } = await project.compile(path, "bytecodeLt", modules);
        const input = parameters.length > 1 ? withoutNames(types.input) : types.input;
        found.push({ path, functionName: path.at(-1)!, ...types, input, docs, parameters });
      } catch (cause) {
        throw new CodegenError(`${path.join("::")}: ${messageOf(cause)}`, undefined, { cause });
      }
    }
  }
  return found;
}

/** Removes the names of parameters: only the types of the host's functions have them. */
function withoutNames(ty: Ty): Ty {
  if (ty.kind.tag !== "tuple") return ty;
  const fields = ty.kind.value.map((field) => ({ ...field, name: null }));
  return { ...ty, kind: { tag: "tuple", value: fields } };
}
