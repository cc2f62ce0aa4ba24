import { PackrStream, UnpackrStream } from "msgpackr";
import { workload } from "../codec/workloads.ts";
import { largeBytes, type TransportPeer } from "./peer.ts";
import { listen, open } from "./raw-socket.ts";

/** `[0, id, method, params]` */
type Request = readonly [type: 0, id: number, method: string, params: readonly unknown[]];
/** `[1, id, error, result]` */
type Response = readonly [type: 1, id: number, error: unknown, result: unknown];

/** MessagePack-RPC over TCP, put together from msgpackr's streams. */
export const msgpackRpc: TransportPeer = {
  name: "msgpack-rpc",
  serve: () =>
    listen((socket) => {
      const packed = new PackrStream({ useRecords: false });
      const messages = socket.pipe(new UnpackrStream({ useRecords: false }));
      packed.pipe(socket);
      messages.on("data", ([, id, , params]: Request) => packed.write([1, id, null, params[0]]));
    }),
  connect: async (address) => {
    const socket = await open(address);
    const packed = new PackrStream({ useRecords: false });
    const messages = socket.pipe(new UnpackrStream({ useRecords: false }));
    packed.pipe(socket);
    const waiting = new Map<number, (result: unknown) => void>();
    let lastId = 0;
    messages.on("data", ([, id, , result]: Response) => {
      waiting.get(id)?.(result);
      waiting.delete(id);
    });
    const call = (argument: unknown): Promise<unknown> =>
      new Promise((resolve) => {
        const id = ++lastId;
        waiting.set(id, resolve);
        packed.write([0, id, "echo", [argument]]);
      });
    const [small, large] = [workload("A"), Buffer.alloc(largeBytes, 1)];
    return {
      small: () => call(small),
      smallEcho: small,
      large: async () => ((await call(large)) as Uint8Array).length,
      close: () => void socket.destroy(),
    };
  },
};
