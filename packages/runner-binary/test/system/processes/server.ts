// Serves TCP for a test in another process, and tells it on request what that costs here.
import { createServer } from "node:net";
import { type Program, Runner } from "@lutra/runner-core";
import { serveBinary } from "@lutra/runner-binary";
import { nodeByteStream } from "@lutra/runner-binary/node";

const output = 64 * 1024;
let executes = 0;
let queuedBytes = 0;
let rss = 0;

class LargeRunner extends Runner<Program> {
  override async prepare(program: Program): Promise<Program> {
    return program;
  }
  override async execute(): Promise<Uint8Array> {
    executes++;
    return new Uint8Array(output).fill(7);
  }
}

const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
  const stream = nodeByteStream(socket);
  const write = stream.write.bind(stream);
  stream.write = (chunks) => {
    write(chunks);
    queuedBytes = Math.max(queuedBytes, stream.bufferedBytes);
    rss = Math.max(rss, process.memoryUsage.rss());
  };
  serveBinary(new LargeRunner(), stream);
});
server.listen(0, "127.0.0.1", () =>
  process.send?.({ port: (server.address() as { port: number }).port }),
);
process.on("message", () => {
  rss = Math.max(rss, process.memoryUsage.rss());
  server.getConnections((_, connections) =>
    process.send?.({ connections, executes, queuedBytes, rss }),
  );
});
process.on("disconnect", () => process.exit());
