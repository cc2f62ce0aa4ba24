import { buildPeer } from "../../src/build-peer.ts";

/** Builds the Rust peer before any test waits for it: the first build of a checkout takes minutes. */
export async function setup(): Promise<void> {
  console.log("Building the Rust peer ...");
  const { missing } = await buildPeer();
  console.log(missing === undefined ? "Built." : `Not built: ${missing}.`);
}
