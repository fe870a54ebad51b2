/** The sharp edges of a mesh as lines, made once for each mesh. */

import { BufferAttribute, BufferGeometry, EdgesGeometry } from "three";
import type { Shaded } from "./normals";

/** As the shading: faces that meet at less are one surface. */
const EDGE_DEGREES = 32;
const known = new WeakMap<Shaded, BufferGeometry>();

/** Pairs of points, in the mesh’s own frame; kept as long as the mesh is. */
export function edgesOf(mesh: Shaded): BufferGeometry {
  let found = known.get(mesh);
  if (!found) {
    const plain = new BufferGeometry().setAttribute(
      "position",
      new BufferAttribute(mesh.positions, 3),
    );
    plain.setIndex(new BufferAttribute(mesh.indices, 1));
    found = new EdgesGeometry(plain, EDGE_DEGREES);
    known.set(mesh, found);
  }
  return found;
}
