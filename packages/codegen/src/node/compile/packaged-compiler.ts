import { CodegenError } from "@lutra/codegen";
import { messageOf } from "../../message-of.ts";
import { isGeneric, parametersOf } from "./signature.ts";
import type { SourceCompiler, SourceFunction } from "./source-compiler.ts";

/** The package, as far as it is used. */
export type CompilerPackage = Pick<typeof import("@lutra/compiler/node"), "createNodeCompiler">;

/** Creates a compiler of the package `@lutra/compiler`. */
export function createPackagedCompiler({ createNodeCompiler }: CompilerPackage): SourceCompiler {
  const compiler = createNodeCompiler({ timeoutMs: 120_000, maxSourceBytes: 16 << 20 });
  return {
    check: async (sources) => {
      try {
        const project = await compiler.check(sources);
        const functionsOf = (wanted: "external" | "function"): readonly SourceFunction[] =>
          project.definitions
            .filter(({ kind }) => kind === wanted)
            .map(({ path, doc, parameters, signature }) => ({
              path,
              docs: doc?.trim(),
              parameters: parameters ?? parametersOf(signature ?? ""),
              isGeneric: isGeneric(signature ?? ""),
            }));
        return {
          functions: functionsOf("function"),
          externals: functionsOf("external"),
          compile: async (path, kind, externals) => {
            const name = path.join("::");
            const { program, type } = await project.compile(name, kind, { externals });
            return { bytes: program.bytes, types: type };
          },
        };
      } catch (cause) {
        throw new CodegenError(messageOf(cause), undefined, { cause });
      }
    },
    [Symbol.asyncDispose]: () => compiler.close(),
  };
}
