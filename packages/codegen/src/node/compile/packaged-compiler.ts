import { CodegenError } from "@lutra/codegen";
import { messageOf } from "../../message-of.ts";
import type { SourceCompiler } from "./source-compiler.ts";

/**
 * Creates a compiler of the package `@lutra/compiler`.
 *
 * @throws CodegenError if the package is not installed
 */
export async function createPackagedCompiler(): Promise<SourceCompiler> {
  const { createNodeCompiler } = await importCompiler();
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

async function importCompiler(): Promise<typeof import("@lutra/compiler/node")> {
  try {
    return await import("@lutra/compiler/node");
  } catch (cause) {
    throw new CodegenError(
      "there is no compiler for .lt sources",
      "`npm install --save-dev @lutra/compiler`, or compile yourself and give the folder of the programs",
      { cause },
    );
  }
}

/** Tells by its head if a function has type parameters, or functions among its parameters. */
function isGeneric(signature: string): boolean {
  const head = signature.replaceAll(/`[^`]*`/g, "x");
  return /\bwhere\b|\bfunc \(/.test(head);
}
