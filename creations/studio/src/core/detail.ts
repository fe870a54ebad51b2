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
