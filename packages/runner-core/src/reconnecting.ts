/**
 * A client that makes a new connection after it has lost one.
 *
 * @module
 */
export {
  type Connection,
  type Connect,
  reconnecting,
  ReconnectingClient,
  type ReconnectingOptions,
  type ReconnectingProgram,
} from "./reconnecting/client.ts";
