/** One mesh in several degrees of detail, so that what is small on the screen costs little to draw. */

import type { Shaded } from "./normals";

/** How far, in LDU, a level's surface may be from the mesh's. Chosen so that each has about a third of the last one's faces. */
export const ERRORS = [0.8, 2, 6] as const;
/** A level is worth its memory when it has at most this share of the next finer one's faces. */
export const WORTH = 0.7;

/** A mesh, or a coarser one like it. */
export interface Level extends Shaded {
  /** In LDU; 0 is the mesh itself. */
  error: number;
}

/** A mesh in several levels of detail. */
export class Detailed {
  /** `levels`: the finest first. */
  constructor(readonly levels: Level[]) {}

  /** A mesh without coarser levels. */
  static of(mesh: Shaded): Detailed {
    return new Detailed([{ error: 0, ...mesh }]);
  }

  get finest(): Level {
    return this.levels[0]!;
  }

  /** The coarsest level that is off by at most `error` LDU, as an index. */
  fit(error: number): number {
    let found = 0;
    for (let k = 1; k < this.levels.length; k++) if (this.levels[k]!.error <= error) found = k;
    return found;
  }
}

/** Whether a mesh holds each face once for each side, as those that files draw themselves do.
 *
 * They are one for each colour of a part: were each made coarser by itself, the seams between them would open.
 */
export function isTwoSided(points: ArrayLike<number>, faces: ArrayLike<number>): boolean {
  let enclosed = 0,
    seen = 0;
  for (let at = 0; at < faces.length; at += 3) {
    const [a, b, c] = [3 * faces[at]!, 3 * faces[at + 1]!, 3 * faces[at + 2]!];
    const x = points[b + 1]! * points[c + 2]! - points[b + 2]! * points[c + 1]!;
    const y = points[b + 2]! * points[c]! - points[b]! * points[c + 2]!;
    const z = points[b]! * points[c + 1]! - points[b + 1]! * points[c]!;
    // What the face and the origin enclose; the other side of the face takes it off again.
    const part = points[a]! * x + points[a + 1]! * y + points[a + 2]! * z;
    enclosed += part;
    seen += Math.abs(part);
  }
  return Math.abs(enclosed) <= 1e-4 * seen;
}
