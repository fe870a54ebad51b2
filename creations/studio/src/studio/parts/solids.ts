/** Parts as solid bodies: what a ray hits, what cuts into what. Bounding volume hierarchies by `three-mesh-bvh`. */

import { BufferAttribute, BufferGeometry, DoubleSide, Matrix4, Ray, Vector3 } from "three";
import { MeshBVH, SAH } from "three-mesh-bvh";
import type { Detailed } from "../../core/detail";
import type { Shaded } from "../../core/normals";
import type { Box } from "../geometry/box";
import { compose, inverse, type Transform, type Vector } from "../geometry/transform";

/** The mesh of one part with its tree, made when it is first asked for. */
export class Solid {
  private made: MeshBVH | undefined;

  constructor(
    readonly drawn: Detailed,
    readonly box: Box,
  ) {}

  get mesh(): Shaded {
    return this.drawn.finest;
  }

  get tree(): MeshBVH {
    if (!this.made) {
      const geometry = new BufferGeometry();
      geometry.setAttribute("position", new BufferAttribute(this.mesh.positions, 3));
      geometry.setIndex(new BufferAttribute(this.mesh.indices.slice(), 1));
      this.made = new MeshBVH(geometry, { indirect: false, strategy: SAH, targetLeafSize: 4 });
      // With a tree on both sides, bodies are compared by branches and not triangle by triangle.
      geometry.boundsTree = this.made;
    }
    return this.made;
  }
}

/** Meshes are smaller than the parts by this on every side, so that neighbours do not cut into each other. */
const INSET = 0.25;

/** The body of a mesh; its box is that of the part. */
export function solidOf(drawn: Detailed): Solid {
  const { positions } = drawn.finest;
  const low: [number, number, number] = [Infinity, Infinity, Infinity],
    high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let k = 0; k < positions.length; k++) {
    const axis = (k % 3) as 0 | 1 | 2;
    low[axis] = Math.min(low[axis], positions[k]! - INSET);
    high[axis] = Math.max(high[axis], positions[k]! + INSET);
  }
  return new Solid(drawn, { low, high });
}

const matrix = new Matrix4();
const ray = new Ray();

/** The transform as three.js has it; into a matrix one has, or a new one. */
export function toMatrix(
  [x, y, z, a, b, c, d, e, f, g, h, i]: Transform,
  into = new Matrix4(),
): Matrix4 {
  return into.set(a, b, c, x, d, e, f, y, g, h, i, z, 0, 0, 0, 1);
}

/** Whether two bodies cut into each other. Their meshes are 0.25 LDU smaller than the parts, so what only touches does not. */
export function cut(a: Solid, placeA: Transform, b: Solid, placeB: Transform): boolean {
  const inward = inverse(placeA);
  if (!inward) return false;
  const relative = compose(inward, placeB);
  if (
    a === b &&
    relative.every((value, k) => Math.abs(value - (k === 3 || k === 7 || k === 11 ? 1 : 0)) < 0.05)
  )
    return true;
  return a.tree.intersectsGeometry(b.tree.geometry, toMatrix(relative, matrix));
}

/** Where a ray met a body, and the way its surface faces there (of length 1). */
export interface Hit {
  /** In multiples of the ray's direction. */
  distance: number;
  normal: Vector;
}

/** Where a ray first meets a body; in the model's LDU. */
export function hit(
  solid: Solid,
  place: Transform,
  from: Vector,
  direction: Vector,
): Hit | undefined {
  const inward = inverse(place);
  if (!inward) return undefined;
  const m = toMatrix(inward, matrix);
  ray.origin.set(...from).applyMatrix4(m);
  const end = new Vector3(
    from[0] + direction[0],
    from[1] + direction[1],
    from[2] + direction[2],
  ).applyMatrix4(m);
  ray.direction.copy(end).sub(ray.origin);
  const scale = ray.direction.length();
  ray.direction.divideScalar(scale);
  const found = solid.tree.raycastFirst(ray, DoubleSide);
  if (!found?.face) return undefined;
  const normal = found.face.normal.clone();
  if (normal.dot(ray.direction) > 0) normal.negate();
  normal.transformDirection(toMatrix(place, matrix));
  return { distance: found.distance / scale, normal: [normal.x, normal.y, normal.z] };
}
