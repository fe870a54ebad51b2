/** Normals that leave edges sharp and round things round. */

/** A mesh: three numbers a point and a normal of length 1 for each, three indices a face. */
export interface Shaded {
  positions: Float32Array;
  normals: Float32Array;
  indices: Uint32Array;
}

/** Faces that meet at a smaller angle than this are shaded as one surface. */
const CREASE = Math.cos((32 * Math.PI) / 180);
/** Normals nearer to each other than this are one. */
const SAME = 0.9995;

/**
 * Shade an indexed mesh: a corner's normal is the mean of its neighbours' that meet its face at less than the crease
 * angle, weighted by area. Points are split only where normals differ; points no face uses are left out.
 */
export function shade(points: Float32Array, faces: Uint32Array): Shaded {
  const corners = faces.length;
  const weighted = new Float32Array(corners);
  const units = new Float32Array(corners);
  for (let f = 0; f < corners; f += 3) {
    const a = 3 * faces[f]!,
      b = 3 * faces[f + 1]!,
      c = 3 * faces[f + 2]!;
    const ux = points[b]! - points[a]!,
      uy = points[b + 1]! - points[a + 1]!,
      uz = points[b + 2]! - points[a + 2]!;
    const vx = points[c]! - points[a]!,
      vy = points[c + 1]! - points[a + 1]!,
      vz = points[c + 2]! - points[a + 2]!;
    const x = uy * vz - uz * vy,
      y = uz * vx - ux * vz,
      z = ux * vy - uy * vx;
    const length = Math.sqrt(x * x + y * y + z * z) || 1;
    weighted[f] = x;
    weighted[f + 1] = y;
    weighted[f + 2] = z;
    units[f] = x / length;
    units[f + 1] = y / length;
    units[f + 2] = z / length;
  }
  // The faces at each point, as one list: those of point k begin at first[k].
  const pointCount = points.length / 3;
  const first = new Uint32Array(pointCount + 1);
  for (let k = 0; k < corners; k++) first[faces[k]! + 1]!++;
  for (let k = 0; k < pointCount; k++) first[k + 1]! += first[k]!;
  const cornersAt = new Uint32Array(corners);
  const filled = first.slice(0, pointCount);
  for (let corner = 0; corner < corners; corner++) cornersAt[filled[faces[corner]!]!++] = corner;

  const positions = new Float32Array(3 * corners);
  const normals = new Float32Array(3 * corners);
  const indices = new Uint32Array(corners);
  let made = 0;
  for (let point = 0; point < pointCount; point++) {
    const begin = first[point]!,
      end = first[point + 1]!;
    const splits = made; // this point's own begin here: few, so a linear look is fastest
    for (let k = begin; k < end; k++) {
      const corner = cornersAt[k]!;
      const own = corner - (corner % 3);
      const ox = units[own]!,
        oy = units[own + 1]!,
        oz = units[own + 2]!;
      let x = 0,
        y = 0,
        z = 0;
      for (let j = begin; j < end; j++) {
        const at = cornersAt[j]!;
        const other = at - (at % 3);
        if (ox * units[other]! + oy * units[other + 1]! + oz * units[other + 2]! > CREASE) {
          x += weighted[other]!;
          y += weighted[other + 1]!;
          z += weighted[other + 2]!;
        }
      }
      const length = Math.sqrt(x * x + y * y + z * z) || 1;
      x /= length;
      y /= length;
      z /= length;
      let index = splits;
      while (
        index < made &&
        normals[3 * index]! * x + normals[3 * index + 1]! * y + normals[3 * index + 2]! * z <= SAME
      )
        index++;
      if (index === made) {
        positions.set(points.subarray(3 * point, 3 * point + 3), 3 * made);
        normals[3 * made] = x;
        normals[3 * made + 1] = y;
        normals[3 * made + 2] = z;
        made++;
      }
      indices[corner] = index;
    }
  }
  return { positions: positions.slice(0, 3 * made), normals: normals.slice(0, 3 * made), indices };
}
