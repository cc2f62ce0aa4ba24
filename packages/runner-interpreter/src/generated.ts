/**
 * Natives of generated code. Made for the output of generators, which keeps running with later versions: a change that
 * would break it comes under another name.
 *
 * @module
 */
export { nativeMethod } from "./native-method.ts";
export { nativeModule, type NativeModule } from "./native-module.ts";
