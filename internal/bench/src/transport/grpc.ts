import { promisify } from "node:util";
import {
  create,
  type DescMessage,
  fromBinary,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import {
  Client,
  credentials,
  type handleUnaryCall,
  type MethodDefinition,
  Server,
  ServerCredentials,
} from "@grpc/grpc-js";
import { workload } from "../codec/workloads.ts";
import { BlobSchema, RowSchema } from "../gen/workloads_pb.ts";
import { largeBytes, type TransportPeer } from "./peer.ts";

type EchoMethod<Desc extends DescMessage> = MethodDefinition<
  MessageShape<Desc>,
  MessageShape<Desc>
>;

function echoMethod<Desc extends DescMessage>(path: string, schema: Desc): EchoMethod<Desc> {
  const serialize = (message: MessageShape<Desc>): Buffer => Buffer.from(toBinary(schema, message));
  const deserialize = (bytes: Buffer): MessageShape<Desc> => fromBinary(schema, bytes);
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: serialize,
    requestDeserialize: deserialize,
    responseSerialize: serialize,
    responseDeserialize: deserialize,
  };
}

const methods = {
  small: echoMethod("/lutra.bench.Echo/Small", RowSchema),
  large: echoMethod("/lutra.bench.Echo/Large", BlobSchema),
};

const limits = {
  "grpc.max_receive_message_length": 1 << 26,
  "grpc.max_send_message_length": 1 << 26,
};

function caller<Desc extends DescMessage>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: EchoMethod<Desc>,
): (message: MessageShape<Desc>) => Promise<MessageShape<Desc>> {
  return (message) =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        message,
        (error, value) => {
          if (error !== null || value === undefined) reject(error ?? new Error("no answer"));
          else resolve(value);
        },
      );
    });
}

/** Unary calls of grpc-js over one HTTP/2 connection. */
export const grpc: TransportPeer = {
  name: "grpc-js",
  warmUps: 10,
  serve: async () => {
    const server = new Server(limits);
    const echo: handleUnaryCall<unknown, unknown> = (call, answer) => answer(null, call.request);
    server.addService(methods, { small: echo, large: echo });
    const bind = promisify(server.bindAsync.bind(server));
    return await bind("127.0.0.1:0", ServerCredentials.createInsecure());
  },
  connect: (address) => {
    const client = new Client(`127.0.0.1:${address}`, credentials.createInsecure(), limits);
    const [callSmall, callLarge] = [caller(client, methods.small), caller(client, methods.large)];
    const small = create(RowSchema, { ...workload("A") });
    const large = create(BlobSchema, { data: new Uint8Array(largeBytes).fill(1) });
    return Promise.resolve({
      small: () => callSmall(small),
      smallEcho: small,
      large: async () => (await callLarge(large)).data.length,
      close: () => client.close(),
    });
  },
};
