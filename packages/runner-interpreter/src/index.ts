/**
 * Executes Lutra bytecode programs in pure TypeScript.
 *
 * @module
 */
export type { FileSystem } from "./files/file-system.ts";
export {
  type InterpreterRunnerOptions,
  InterpreterRunner,
  type PreparedProgram,
} from "./interpreter-runner.ts";
export {
  type NativeArguments,
  type NativeContext,
  type NativeFunction,
  nativeFunction,
  nativeModule,
  type NativeModule,
  type NativeReference,
} from "./native-module.ts";
export type { TextList, TextSlice } from "./memory/text-slice.ts";
export type { Integer64 } from "./values/integer64.ts";
export type { NativeValues, ValueKind } from "./values/native-values.ts";
