/** Which mirror image of a part is the part itself. */

import { isEmpty } from "../geometry/box";
import { mirror, type Transform, type Vector } from "../geometry/transform";
import type { Part } from "./library";

const known = new WeakMap<Part, Transform | null>();
const SAME = 0.6;

/** A mirroring of the part's own space that leaves it as it is, or undefined for a part with a left and a right. */
export function symmetry(part: Part): Transform | undefined {
  let found = known.get(part);
  if (found === undefined) {
    found = isEmpty(part.box) ? null : look(part);
    known.set(part, found);
  }
  return found ?? undefined;
}

function look(part: Part): Transform | null {
  const { low, high } = part.box;
  const middle: Vector = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
  for (const axis of [0, 2, 1] as const) {
    if (part.surfaces.every(({ solid }) => isOwnImage(solid.mesh.positions, axis, middle[axis]))) return mirror(axis, middle);
  }
  return null;
}

/** Whether nearly every point has a counterpart on the other side. */
function isOwnImage(positions: Float32Array, axis: 0 | 1 | 2, middle: number): boolean {
  const cells = new Set<string>();
  const name = (x: number, y: number, z: number): string => `${Math.round(x / SAME)} ${Math.round(y / SAME)} ${Math.round(z / SAME)}`;
  for (let k = 0; k < positions.length; k += 3) {
    for (const dx of [-0.3, 0.3]) for (const dy of [-0.3, 0.3]) for (const dz of [-0.3, 0.3]) {
      cells.add(name(positions[k]! + dx, positions[k + 1]! + dy, positions[k + 2]! + dz));
    }
  }
  let missing = 0;
  const point: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < positions.length; k += 3) {
    for (let c = 0; c < 3; c++) point[c] = positions[k + c]!;
    point[axis] = 2 * middle - point[axis];
    if (!cells.has(name(...point))) missing++;
  }
  return missing <= (positions.length / 3) * 0.02;
}
