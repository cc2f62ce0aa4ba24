/** Address of a server: a TCP port on the loopback interface, or the path of a Unix socket. */
export type Address = number | string;

/** A connection to a server that echoes. */
export interface EchoClient {
  /** Sends a message of about 64 bytes and resolves with the answer; may overlap. */
  readonly small: () => Promise<unknown>;
  /** Value that `small` must resolve with. */
  readonly smallEcho: unknown;
  /** Sends 1 MiB and resolves with the number of bytes that came back; may overlap. */
  readonly large: () => Promise<number>;
  readonly close: () => void | Promise<void>;
  /** The process that the client started for its other side. */
  readonly pid?: number | undefined;
}

/** A way to call another process or thread. */
export interface TransportPeer {
  readonly name: string;
  /** Starts an echo server in this process. Absent if `connect` starts the other side itself. */
  readonly serve?: () => Promise<Address>;
  readonly connect: (address: Address) => Promise<EchoClient>;
  /** `true` if the other side is a thread of this process. @default false */
  readonly inThread?: boolean;
  /** Warm-up in multiples of the usual: HTTP/2 stacks get faster for seconds. @default 1 */
  readonly warmUps?: number;
}

/** Size of the large message. */
export const largeBytes: number = 1 << 20;

/** Warm-up of HTTP on either side: it takes some ten thousand calls until all that a call runs is compiled. */
export const httpWarmUps: number = 8;
