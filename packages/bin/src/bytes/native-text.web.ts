// Text in browsers, which have nothing faster than what every platform has. See `native-text.ts`.
export { isAscii, short } from "./ascii.ts";
import type { NativeReader, NativeWriter } from "./native-text.ts";

export function nativeWriter(_memory: ArrayBuffer): NativeWriter | undefined {
  return undefined;
}

export function nativeReader(): NativeReader | undefined {
  return undefined;
}
