/** Places in LDraw units as the lines of a file write them. */

/** x y z, then the rows of the 3x3 matrix. */
export type Transform = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
/** A point or a way in LDU: x, y (down), z. */
export type Vector = readonly [number, number, number];

/** The transform that leaves all as it is. */
export const IDENTITY: Transform = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];

/** The transform that first applies `inner`, then `outer`. */
export function compose(outer: Transform, inner: Transform): Transform {
  const [x, y, z, a, b, c, d, e, f, g, h, i] = outer;
  const [p, q, r, j, k, m, n, o, s, t, u, v] = inner;
  return [
    a * p + b * q + c * r + x,
    d * p + e * q + f * r + y,
    g * p + h * q + i * r + z,
    a * j + b * n + c * t,
    a * k + b * o + c * u,
    a * m + b * s + c * v,
    d * j + e * n + f * t,
    d * k + e * o + f * u,
    d * m + e * s + f * v,
    g * j + h * n + i * t,
    g * k + h * o + i * u,
    g * m + h * s + i * v,
  ];
}

/** The transform that undoes `of`; undefined when it flattens space. */
export function inverse(of: Transform): Transform | undefined {
  const [x, y, z, a, b, c, d, e, f, g, h, i] = of;
  const A = e * i - f * h,
    B = f * g - d * i,
    C = d * h - e * g;
  const determinant = a * A + b * B + c * C;
  if (Math.abs(determinant) < 1e-12) return undefined;
  const s = 1 / determinant;
  const m = [
    A * s,
    (c * h - b * i) * s,
    (b * f - c * e) * s,
    B * s,
    (a * i - c * g) * s,
    (c * d - a * f) * s,
    C * s,
    (b * g - a * h) * s,
    (a * e - b * d) * s,
  ] as const;
  return [
    -(m[0] * x + m[1] * y + m[2] * z),
    -(m[3] * x + m[4] * y + m[5] * z),
    -(m[6] * x + m[7] * y + m[8] * z),
    ...m,
  ] as unknown as Transform;
}

/** Where a point goes. */
export function apply([x, y, z, a, b, c, d, e, f, g, h, i]: Transform, [p, q, r]: Vector): Vector {
  return [a * p + b * q + c * r + x, d * p + e * q + f * r + y, g * p + h * q + i * r + z];
}

/** Turn a direction without moving it. */
export function turn([, , , a, b, c, d, e, f, g, h, i]: Transform, [p, q, r]: Vector): Vector {
  return [a * p + b * q + c * r, d * p + e * q + f * r, g * p + h * q + i * r];
}

/** The transform that moves by these LDU. */
export function translation(x: number, y: number, z: number): Transform {
  return [x, y, z, 1, 0, 0, 0, 1, 0, 0, 0, 1];
}

/** A transform whose outcome is moved by a vector, in LDU. */
export function moved(of: Transform, [x, y, z]: Vector): Transform {
  return [of[0] + x, of[1] + y, of[2] + z, ...of.slice(3)] as unknown as Transform;
}

/** A turn by degrees about an axis (need not be a unit vector) through a point. Quarter turns are exact. */
export function rotation(axis: Vector, degrees: number, through: Vector = [0, 0, 0]): Transform {
  const length = Math.hypot(...axis) || 1;
  const [x, y, z] = axis.map((value) => value / length) as unknown as Vector;
  const [s, c] = sineCosine(degrees);
  const t = 1 - c;
  const matrix = [
    t * x * x + c,
    t * x * y - s * z,
    t * x * z + s * y,
    t * x * y + s * z,
    t * y * y + c,
    t * y * z - s * x,
    t * x * z - s * y,
    t * y * z + s * x,
    t * z * z + c,
  ];
  const turned = [0, 0, 0, ...matrix] as unknown as Transform;
  const [p, q, r] = apply(turned, through);
  return [through[0] - p, through[1] - q, through[2] - r, ...matrix] as unknown as Transform;
}

function sineCosine(degrees: number): [number, number] {
  const quarter = ((degrees % 360) + 360) % 360;
  if (quarter % 90 === 0)
    return (
      [
        [0, 1],
        [1, 0],
        [0, -1],
        [-1, 0],
      ] as const
    )[quarter / 90]! as [number, number];
  const radians = (quarter * Math.PI) / 180;
  return [Math.sin(radians), Math.cos(radians)];
}

/** The smallest turn that brings unit vector `from` to unit vector `to`. */
export function turnBetween(from: Vector, to: Vector): Transform {
  const cosine = dot(from, to);
  if (cosine > 0.999999) return IDENTITY;
  if (cosine < -0.999999) {
    const other: Vector = Math.abs(from[0]) < 0.9 ? [1, 0, 0] : [0, 0, 1];
    return rotation(cross(from, other), 180);
  }
  return rotation(cross(from, to), (Math.acos(cosine) * 180) / Math.PI);
}

/** A mirror image across the plane through a point, square to axis 0 (x), 1 (y) or 2 (z). */
export function mirror(axis: 0 | 1 | 2, through: Vector): Transform {
  const made: number[] = [...IDENTITY];
  made[axis] = 2 * through[axis];
  made[3 + 4 * axis] = -1;
  return made as unknown as Transform;
}

const dot3 = (m: Transform, r: 3 | 6 | 9, s: 3 | 6 | 9): number =>
  m[r] * m[s] + m[r + 1]! * m[s + 1]! + m[r + 2]! * m[s + 2]!;

/** Whether two matrices turn alike, whatever their places. */
export function sameTurn(a: Transform, b: Transform, tolerance = 1e-3): boolean {
  for (let k = 3; k < 12; k++) if (Math.abs(a[k]! - b[k]!) > tolerance) return false;
  return true;
}

/** Whether it only turns and moves: no mirror, no stretch. */
export function isRigid(of: Transform): boolean {
  const straight =
    Math.abs(dot3(of, 3, 6)) + Math.abs(dot3(of, 3, 9)) + Math.abs(dot3(of, 6, 9)) < 1e-2;
  return straight && determinant(of) > 0;
}

/** By how much volumes grow; below zero it mirrors. */
export function determinant([, , , a, b, c, d, e, f, g, h, i]: Transform): number {
  return a * (e * i - f * h) + b * (f * g - d * i) + c * (d * h - e * g);
}

/** Numbers as a file should have them: what is nearly a whole or a quarter turn becomes one. */
export function tidy(of: Transform): Transform {
  return of.map((value, k) => {
    const nearest = Math.round(value);
    if (Math.abs(value - nearest) < (k < 3 ? 5e-4 : 1e-6)) return nearest + 0;
    return Math.round(value * (k < 3 ? 1e4 : 1e6)) / (k < 3 ? 1e4 : 1e6);
  }) as unknown as Transform;
}

/** How far one goes along the other, times its length. */
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
/** A way upright on both. */
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
/** One after the other. */
export const sum = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
/** The way from `b` to `a`. */
export const difference = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
/** The same way, longer or shorter. */
export const times = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
/** Its length, in LDU. */
export const size = (a: Vector): number => Math.hypot(a[0], a[1], a[2]);
