/**
 * The Rust original as a peer: its servers, clients, codecs and compiler, driven from tests and benchmarks.
 *
 * @module
 */
export { asCompiled } from "./as-compiled.ts";
export { type BuiltPeer, buildPeer } from "./build-peer.ts";
export { bytesOf, codecAnswers, type CodecCall, codecLine, digitsOf } from "./peer-codec.ts";
export { mutateCarefully } from "./mutate-carefully.ts";
export { mutateBytes, mutateProgram } from "./mutate-program.ts";
export { type Attempt, evaluateAll } from "./peer-evaluator.ts";
export { type PeerAnswer, playOverStdio, playOverTcp } from "./peer-client.ts";
export { type Compilation, compileOnPeer } from "./peer-compiler.ts";
export { evaluateOnPeer, type Evaluation, type EvaluationResult } from "./peer-interpreter.ts";
export {
  type Generation,
  type PeerExit,
  type PeerOptions,
  runToEnd,
  spawnPeer,
} from "./peer-process.ts";
export { type PeerServer, startPeerServer } from "./peer-server.ts";
export { type ClosedType, ident, randomType, standardDefs, tyOf } from "./random-type.ts";
export { connectRaw, type RawConnection } from "./raw-connection.ts";
export { createSampler, type Sample } from "./random-value.ts";
