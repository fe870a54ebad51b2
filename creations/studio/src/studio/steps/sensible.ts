/** Steps for a model that has none: bottom up, each connected to what stands, twelve parts at most. */

import { isEmpty } from "../geometry/box";
import { connectionsOf } from "../parts/connections";
import type { ModelScene } from "../view/model_scene";

/** More parts than these are too many for one picture. */
export const MOST_PARTS = 12;

interface Piece {
  line: string;
  bottom: number;
  x: number;
  z: number;
  neighbours: Set<string>;
}

/** Line ids, a list for each step. */
export function sensibleSteps(scene: ModelScene): string[][] {
  const pieces = new Map<string, Piece>();
  for (const line of scene.ordered) {
    const box = scene.boxOf([line]);
    if (isEmpty(box)) continue;
    const neighbours = new Set<string>();
    for (const item of scene.itemsOf(line)) {
      for (const { other } of connectionsOf(scene.connectors, item.owner)) {
        const found = scene.items.get(other)!.shown.line;
        if (found !== line && found !== "") neighbours.add(found);
      }
    }
    pieces.set(line, {
      line,
      bottom: box.high[1],
      x: (box.low[0] + box.high[0]) / 2,
      z: (box.low[2] + box.high[2]) / 2,
      neighbours,
    });
  }
  return arrange(pieces);
}

/** Always the lowest piece that what stands can hold, near to the last one; a new step when it is full or much higher. */
export function arrange(pieces: Map<string, Piece>): string[][] {
  const left = new Map(pieces);
  const ready = new Set<string>();
  const steps: string[][] = [];
  let step: string[] = [];
  let floor = Number.NaN;
  let last: Piece | undefined;
  while (left.size > 0) {
    const next = choose(left, ready, last);
    const isFull =
      step.length >= MOST_PARTS || (step.length > 0 && Math.abs(next.bottom - floor) > 7.5);
    if (isFull) {
      steps.push(step);
      step = [];
    }
    if (step.length === 0) floor = next.bottom;
    step.push(next.line);
    left.delete(next.line);
    ready.delete(next.line);
    last = next;
    for (const neighbour of next.neighbours) if (left.has(neighbour)) ready.add(neighbour);
  }
  if (step.length > 0) steps.push(step);
  return steps;
}

function choose(left: Map<string, Piece>, ready: Set<string>, last: Piece | undefined): Piece {
  const candidates =
    ready.size > 0 ? [...ready].map((line) => left.get(line)!) : [...left.values()];
  const far = (piece: Piece): number =>
    last ? Math.abs(piece.x - last.x) + Math.abs(piece.z - last.z) : piece.x + piece.z;
  let best = candidates[0]!;
  for (const piece of candidates) {
    const lower = piece.bottom - best.bottom;
    if (lower > 0.5 || (Math.abs(lower) <= 0.5 && far(piece) < far(best))) best = piece;
  }
  return best;
}
