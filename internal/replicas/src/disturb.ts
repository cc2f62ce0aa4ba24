import { until } from "@lutra-internal/testing";
import type { Fleet } from "./fleet.ts";

/** Replaces each replica, one after the other. */
export async function replaceOneByOne(fleet: Fleet): Promise<void> {
  for (let place = 0; place < fleet.size; place++) {
    await fleet.at(place).replace();
    await restarted(fleet, place);
  }
}

/** Kills some of the replicas without notice, one after the other, and starts each again. */
export async function killOneByOne(fleet: Fleet, count: number): Promise<void> {
  for (let place = 0; place < count; place++) {
    await fleet.at(place % fleet.size).kill();
    await restarted(fleet, place % fleet.size);
  }
}

/** Starts a replica again, and waits until calls reach it: before that, the next one must not go. */
async function restarted(fleet: Fleet, place: number): Promise<void> {
  await fleet.restart(place);
  // Connections that carry many calls stay where they are.
  if (fleet.kind === "binary") return;
  await until(async () => (await fleet.callsOfNewest()) > 0);
}
