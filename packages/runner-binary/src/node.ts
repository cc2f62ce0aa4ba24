/**
 * TCP, Unix sockets and Node streams for `@lutra/runner-binary`.
 *
 * @module
 */
export { connect, type ConnectOptions } from "./node/connect.ts";
export {
  type BinaryListener,
  type DrainOptions,
  listen,
  type ListenOptions,
} from "./node/listen.ts";
export { nodeByteStream } from "./node/node-stream.ts";
