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
  return between(part, part) ?? null;
}

/** A mirroring that takes the space of `other` to that of `part` and makes one of the other: of a left part a right one. */
export function between(part: Part, other: Part): Transform | undefined {
  if (part.surfaces.length !== other.surfaces.length) return undefined;
  for (const axis of [0, 2, 1] as const) {
    // The mirror that lays the lower side of one box on the upper side of the other.
    const middle: Vector = [0, 1, 2].map(
      (k) => (part.box.high[k]! + other.box.low[k]!) / 2,
    ) as unknown as Vector;
    const isImage = part.surfaces.every(({ solid }, k) =>
      isImageOf(other.surfaces[k]!.solid.mesh.positions, solid.mesh.positions, axis, middle[axis]),
    );
    if (isImage) return mirror(axis, middle);
  }
  return undefined;
}

/** Whether nearly every point has a counterpart in the other mesh, on the other side of a mirror. */
function isImageOf(
  positions: Float32Array,
  others: Float32Array,
  axis: 0 | 1 | 2,
  middle: number,
): boolean {
  const cells = new Set<string>();
  const name = (x: number, y: number, z: number): string =>
    `${Math.round(x / SAME)} ${Math.round(y / SAME)} ${Math.round(z / SAME)}`;
  for (let k = 0; k < others.length; k += 3) {
    for (const dx of [-0.3, 0.3])
      for (const dy of [-0.3, 0.3])
        for (const dz of [-0.3, 0.3]) {
          cells.add(name(others[k]! + dx, others[k + 1]! + dy, others[k + 2]! + dz));
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

/** The name of a part's other hand, or undefined when its name tells of none. */
export function otherHand(name: string): string | undefined {
  const swapped = name.replace(/\b(left|right)\b/gi, (word) => {
    const other = word.toLowerCase() === "left" ? "right" : "left";
    return word[0] === word[0]!.toUpperCase() ? other[0]!.toUpperCase() + other.slice(1) : other;
  });
  return swapped === name ? undefined : swapped;
}
