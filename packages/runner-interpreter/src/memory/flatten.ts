import type { Chunk } from "./chunk.ts";
import type { Machine } from "./machine.ts";

/** A stretch of a chunk that goes to the output in one piece. */
interface Piece {
  readonly start: number;
  readonly end: number;
  /** Position in the output of what is at `start`. */
  at: number;
}

/** A chunk that the value needs. */
interface Node {
  readonly chunk: Chunk;
  /** First position that is referred to. */
  start: number;
  /** Every position that is referred to; kept for chunks of several values only. */
  readonly targets: number[] | undefined;
  /** Ascending. */
  pieces: readonly Piece[];
}

const noPieces: readonly Piece[] = [];

/**
 * Copies a value and all that it refers to into bytes of its own: the chunk of the value from its head on, then what is
 * needed of every other chunk, once. Links become the format's relative pointers; each leads forward, because a chunk
 * comes before those that it links to.
 *
 * The bytecode does not say where a body ends, so bytes that nothing refers to can be among what is copied.
 */
export function flatten(machine: Machine, chunk: Chunk, at: number): Uint8Array<ArrayBuffer> {
  const nodes = orderByLinks(chunk);
  const root = nodes.get(chunk) as Node;
  root.start = at;
  root.targets?.push(at);
  for (const node of nodes.values()) spreadTargets(node, nodes);
  let length = 0;
  for (const node of nodes.values()) {
    node.pieces = piecesOf(node);
    for (const piece of node.pieces) {
      piece.at = length;
      length += piece.end - piece.start;
    }
  }
  machine.reserve(length);
  machine.step(length >>> 4);
  const output = new Uint8Array(length);
  const view = new DataView(output.buffer);
  for (const node of nodes.values()) {
    for (const { start, end, at: to } of node.pieces) {
      output.set(node.chunk.bytes.subarray(start, end), to);
    }
    writePointers(node, nodes, view);
  }
  return output;
}

/** Returns the chunks that a chunk leads to, itself first, each before those that it links to. */
function orderByLinks(root: Chunk): ReadonlyMap<Chunk, Node> {
  const finished: Chunk[] = [];
  const seen = new Set<Chunk>([root]);
  const path: { readonly chunk: Chunk; next: number }[] = [{ chunk: root, next: 0 }];
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const links = step.chunk.links?.chunks;
    let child: Chunk | undefined;
    while (links !== undefined && step.next < links.length && child === undefined) {
      const linked = links[step.next++] as Chunk;
      if (!seen.has(linked)) child = linked;
    }
    if (child === undefined) {
      finished.push(step.chunk);
      path.pop();
    } else {
      seen.add(child);
      path.push({ chunk: child, next: 0 });
    }
  }
  const nodes = new Map<Chunk, Node>();
  for (const chunk of finished.reverse()) {
    const targets = chunk.ends === undefined ? undefined : [];
    nodes.set(chunk, { chunk, start: Infinity, targets, pieces: noPieces });
  }
  return nodes;
}

/** Tells the chunks that a chunk links to what is needed of them. */
function spreadTargets(node: Node, nodes: ReadonlyMap<Chunk, Node>): void {
  const { links } = node.chunk;
  if (links === undefined) return;
  let child = node;
  for (let i = 0; i < links.count; i++) {
    if (links.fieldOf(i) < node.start) continue;
    const chunk = links.chunkOf(i);
    if (child.chunk !== chunk) child = nodes.get(chunk) as Node;
    const target = links.targetOf(i);
    if (target < child.start) child.start = target;
    child.targets?.push(target);
  }
}

function piecesOf({ chunk, start, targets }: Node): Piece[] {
  const { end, ends } = chunk;
  if (targets === undefined) return start < end ? [{ start, end, at: 0 }] : [];
  const pieces: Piece[] = [];
  let covered = -1;
  for (const target of Float64Array.from(targets).sort()) {
    if (target < covered) continue;
    covered = ends?.after(target) ?? target;
    if (covered > target) pieces.push({ start: target, end: covered, at: 0 });
  }
  return pieces;
}

function writePointers(
  { chunk, start, pieces }: Node,
  nodes: ReadonlyMap<Chunk, Node>,
  view: DataView,
): void {
  const [piece] = pieces;
  const { links } = chunk;
  if (piece === undefined || links === undefined) return;
  let child: Node | undefined;
  for (let i = 0; i < links.count; i++) {
    const field = links.fieldOf(i);
    if (field < start) continue;
    const body = links.chunkOf(i);
    if (child === undefined || child.chunk !== body) child = nodes.get(body) as Node;
    const at = field - start + piece.at;
    // An empty body may be where nothing is copied. The end of the output does for it.
    const to = outputPosition(child, links.targetOf(i)) ?? view.byteLength;
    view.setUint32(at, Math.min(to, view.byteLength) - at, true);
  }
}

/**
 * Returns the position in the output of a position of a chunk; `undefined` if the output holds nothing of the chunk.
 */
function outputPosition({ pieces }: Node, target: number): number | undefined {
  let low = 0;
  let high = pieces.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((pieces[middle] as Piece).start <= target) low = middle;
    else high = middle;
  }
  const piece = pieces[low];
  return piece === undefined ? undefined : Math.max(target, piece.start) - piece.start + piece.at;
}
