/**
 * Lutra runners as executables: the binary protocol on standard input and output.
 *
 * @module
 */
export { PosixClient, type PosixClientOptions } from "./client.ts";
export { reserveStdout } from "./reserve-stdout.ts";
export { servePosix, type PosixServerOptions } from "./server.ts";
