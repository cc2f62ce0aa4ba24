import { CodegenError } from "@lutra/codegen";
import { messageOf } from "../../message-of.ts";
import { isGeneric } from "./is-generic.ts";
import type { SourceCompiler } from "./source-compiler.ts";

/** The package, as far as it is used. */
export type CompilerPackage = Pick<typeof import("@lutra/compiler/node"), "createNodeCompiler">;

/** Creates a compiler of the package `@lutra/compiler`. */
export function createPackagedCompiler({ createNodeCompiler }: CompilerPackage): SourceCompiler {
  const compiler = createNodeCompiler({ timeoutMs: 120_000, maxSourceBytes: 16 << 20 });
  return {
    check: async (sources) => {
      try {
        const project = await compiler.check(sources);
        return {
          functions: project.definitions
            .filter(({ kind }) => kind === "function")
            .map(({ path, doc, parameters, signature }) => ({
              path,
              docs: doc?.trim(),
              parameters: parameters ?? [],
              isGeneric: isGeneric(signature ?? ""),
            })),
          compile: async (path, kind) => {
            const { program, type } = await project.compile(path.join("::"), kind);
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
