import { escapeControls } from "@lutra/bin/render";
import { FrameReader, type Protocol } from "@lutra/runner-binary";
import { detectGeneration } from "@lutra/runner-binary/generation-a";
import { bytesText, describeRequest, describeResponse } from "./describe-message.ts";

/** The largest frame that is followed; it may be larger than what client and server accept. */
const maxFrameBytes = 256 * 1024 * 1024;

/** Follows both directions of one connection and tells what passes, a line for each frame. */
export class Inspector {
  readonly #tell: (line: string) => void;
  readonly #now: () => number;
  readonly #directions = {
    "->": { reader: new FrameReader(maxFrameBytes), isLost: false },
    "<-": { reader: new FrameReader(maxFrameBytes), isLost: false },
  };
  #protocol: Protocol | undefined;
  /** Times at which requests passed, by their ids. */
  readonly #sent = new Map<number, number>();

  /** @param now milliseconds, for the time that a response took */
  constructor(tell: (line: string) => void, now: () => number = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  /** Takes note of bytes: `->` from the client, `<-` from the server. */
  push(direction: "->" | "<-", chunk: Uint8Array): void {
    const followed = this.#directions[direction];
    if (followed.isLost) return;
    followed.reader.push(chunk);
    try {
      for (;;) {
        const body = followed.reader.read();
        if (body === undefined) return;
        this.#tell(`${direction} ${this.#describe(direction, body)}`);
      }
    } catch (error) {
      followed.isLost = true;
      this.#tell(`${direction} no frames any more: ${escapeControls((error as Error).message)}`);
    }
  }

  /** Says what was left unfinished when a direction ended. */
  end(direction: "->" | "<-"): void {
    const { reader, isLost } = this.#directions[direction];
    const rest = isLost ? 0 : reader.partialBytes;
    this.#tell(`${direction} end${rest === 0 ? "" : ` inside a frame, ${rest} bytes into it`}`);
  }

  #describe(direction: "->" | "<-", body: Uint8Array): string {
    if (this.#protocol === undefined && direction === "->") {
      this.#protocol = detectGeneration(body);
      if (this.#protocol !== undefined) {
        this.#tell(`generation ${this.#protocol.generation} of the protocol`);
      }
    }
    const protocol = this.#protocol;
    if (protocol === undefined) return `of no known generation: ${bytesText(body)}`;
    try {
      return direction === "->" ? this.#request(protocol, body) : this.#response(protocol, body);
    } catch (error) {
      return `cannot be read (${escapeControls((error as Error).message)}): ${bytesText(body)}`;
    }
  }

  #request(protocol: Protocol, body: Uint8Array): string {
    const request = protocol.readRequest(body);
    const isAnswered = protocol.acknowledges || request.kind === "execute";
    if (!isAnswered) return describeRequest(request);
    this.#sent.set(request.id, this.#now());
    return `#${request.id} ${describeRequest(request)}`;
  }

  #response(protocol: Protocol, body: Uint8Array): string {
    const response = protocol.readResponse(body);
    const sent = this.#sent.get(response.id);
    this.#sent.delete(response.id);
    const took =
      sent === undefined ? "to no request" : `after ${(this.#now() - sent).toFixed(1)} ms`;
    return `#${response.id} ${describeResponse(response)}  (${took})`;
  }
}
