/** Normals that leave edges sharp and round things round. */

export interface Shaded {
  positions: Float32Array;
  normals: Float32Array;
  indices: Uint32Array;
}

/** Faces that meet at a smaller angle than this are shaded as one surface. */
const CREASE = Math.cos((32 * Math.PI) / 180);

/**
 * Shade an indexed mesh: a corner's normal is the mean of its neighbours' that meet its face at less than the crease
 * angle, weighted by area. Points are split only where normals differ.
 */
export function shade(points: Float32Array, faces: Uint32Array): Shaded {
  const faceCount = faces.length / 3;
  const weighted = new Float32Array(faceCount * 3);
  const units = new Float32Array(faceCount * 3);
  for (let f = 0; f < faceCount; f++) {
    const a = 3 * faces[3 * f]!, b = 3 * faces[3 * f + 1]!, c = 3 * faces[3 * f + 2]!;
    const ux = points[b]! - points[a]!, uy = points[b + 1]! - points[a + 1]!, uz = points[b + 2]! - points[a + 2]!;
    const vx = points[c]! - points[a]!, vy = points[c + 1]! - points[a + 1]!, vz = points[c + 2]! - points[a + 2]!;
    const x = uy * vz - uz * vy, y = uz * vx - ux * vz, z = ux * vy - uy * vx;
    const length = Math.hypot(x, y, z) || 1;
    weighted.set([x, y, z], 3 * f);
    units.set([x / length, y / length, z / length], 3 * f);
  }
  const pointCount = points.length / 3;
  const first = new Uint32Array(pointCount + 1);
  for (const point of faces) first[point + 1]!++;
  for (let k = 0; k < pointCount; k++) first[k + 1]! += first[k]!;
  const cornersAt = new Uint32Array(faces.length);
  const filled = first.slice(0, pointCount);
  for (let corner = 0; corner < faces.length; corner++) cornersAt[filled[faces[corner]!]!++] = corner;

  const positions: number[] = [];
  const normals: number[] = [];
  const indices = new Uint32Array(faces.length);
  // The split points of the point at hand: few, so a linear look is fastest.
  const splits: number[] = [];
  for (let point = 0; point < pointCount; point++) {
    const begin = first[point]!, end = first[point + 1]!;
    splits.length = 0;
    for (let k = begin; k < end; k++) {
      const corner = cornersAt[k]!;
      const own = 3 * ((corner / 3) | 0);
      const ox = units[own]!, oy = units[own + 1]!, oz = units[own + 2]!;
      let x = 0, y = 0, z = 0;
      for (let j = begin; j < end; j++) {
        const other = 3 * ((cornersAt[j]! / 3) | 0);
        if (ox * units[other]! + oy * units[other + 1]! + oz * units[other + 2]! > CREASE) {
          x += weighted[other]!;
          y += weighted[other + 1]!;
          z += weighted[other + 2]!;
        }
      }
      const length = Math.hypot(x, y, z) || 1;
      x /= length;
      y /= length;
      z /= length;
      let index = -1;
      for (const split of splits) {
        const at = 3 * split;
        if (normals[at]! * x + normals[at + 1]! * y + normals[at + 2]! * z > 0.9995) {
          index = split;
          break;
        }
      }
      if (index < 0) {
        index = normals.length / 3;
        positions.push(points[3 * point]!, points[3 * point + 1]!, points[3 * point + 2]!);
        normals.push(x, y, z);
        splits.push(index);
      }
      indices[corner] = index;
    }
  }
  return { positions: Float32Array.from(positions), normals: Float32Array.from(normals), indices };
}
