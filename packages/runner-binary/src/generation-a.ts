/**
 * The wire protocol of Lutra 0.5.0, for clients that must speak it and servers that accept it.
 *
 * @module
 */
export { detectGeneration } from "./generation-a/detect.ts";
export { generationA } from "./generation-a/protocol.ts";
