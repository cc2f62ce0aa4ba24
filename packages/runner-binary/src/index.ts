/**
 * Lutra runners over any byte stream: the binary protocol, its client and its server.
 *
 * @module
 */
export type { ByteReceiver, ByteStream, WebDuplex } from "./byte-stream.ts";
export { BinaryClient } from "./client.ts";
export {
  type BinaryClientOptions,
  type CheckedClientOptions,
  checkedClientOptions,
} from "./client-options.ts";
export { FrameReader } from "./frame-reader.ts";
export { FrameWriter } from "./frame-writer.ts";
export { generationB } from "./generation-b.ts";
export type { Protocol, ProtocolChoice } from "./protocol.ts";
export { type BinaryConnection, serveBinary } from "./server.ts";
export {
  type BinaryServerOptions,
  type CheckedServerOptions,
  checkedServerOptions,
} from "./server-options.ts";
export { webByteStream } from "./web-stream.ts";
