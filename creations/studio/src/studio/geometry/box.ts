/** Boxes along the axes. */

import { apply, type Transform, type Vector } from "./transform";

/** A box along the axes, in LDU. Empty when it is low where it should be high. */
export interface Box {
  low: Vector;
  high: Vector;
}

/** The box of nothing: what it is joined with stays as it is. */
export const EMPTY: Box = {
  low: [Infinity, Infinity, Infinity],
  high: [-Infinity, -Infinity, -Infinity],
};

/** Whether nothing is in it. */
export function isEmpty(box: Box): boolean {
  return box.low[0] > box.high[0];
}

/** The smallest box around both. */
export function union(a: Box, b: Box): Box {
  return {
    low: [Math.min(a.low[0], b.low[0]), Math.min(a.low[1], b.low[1]), Math.min(a.low[2], b.low[2])],
    high: [
      Math.max(a.high[0], b.high[0]),
      Math.max(a.high[1], b.high[1]),
      Math.max(a.high[2], b.high[2]),
    ],
  };
}

/** The box around a turned and moved box. */
export function transformed({ low, high }: Box, by: Transform): Box {
  const middle = apply(by, [
    (low[0] + high[0]) / 2,
    (low[1] + high[1]) / 2,
    (low[2] + high[2]) / 2,
  ]);
  const half = [(high[0] - low[0]) / 2, (high[1] - low[1]) / 2, (high[2] - low[2]) / 2] as const;
  const reach = (row: number): number =>
    Math.abs(by[row]!) * half[0] +
    Math.abs(by[row + 1]!) * half[1] +
    Math.abs(by[row + 2]!) * half[2];
  const x = reach(3),
    y = reach(6),
    z = reach(9);
  return {
    low: [middle[0] - x, middle[1] - y, middle[2] - z],
    high: [middle[0] + x, middle[1] + y, middle[2] + z],
  };
}

/** Whether they share more than `by`, in LDU, along each axis. */
export function overlap(a: Box, b: Box, by = 0): boolean {
  return (
    a.low[0] < b.high[0] - by &&
    a.high[0] > b.low[0] + by &&
    a.low[1] < b.high[1] - by &&
    a.high[1] > b.low[1] + by &&
    a.low[2] < b.high[2] - by &&
    a.high[2] > b.low[2] + by
  );
}

/** Its middle; of no use for an empty box. */
export function centre({ low, high }: Box): Vector {
  return [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
}

/** Where a ray enters, as a multiple of its direction; Infinity when it misses. */
export function enter(box: Box, from: Vector, direction: Vector): number {
  let near = 0,
    far = Infinity;
  for (let k = 0; k < 3; k++) {
    const inverse = 1 / direction[k]!;
    let a = (box.low[k]! - from[k]!) * inverse;
    let b = (box.high[k]! - from[k]!) * inverse;
    if (a > b) [a, b] = [b, a];
    if (!(a <= far && b >= near)) return Infinity;
    near = Math.max(near, a);
    far = Math.min(far, b);
  }
  return near <= far ? near : Infinity;
}
