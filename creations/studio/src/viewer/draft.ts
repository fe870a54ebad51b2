/** The first picture of a model: all that is solid, simplified, as one mesh. Quick to make and to draw; the model follows. */

import { BufferAttribute, BufferGeometry, Matrix3, Mesh, MeshLambertMaterial, type Vector3 } from "three";
import { kindOf } from "../core/batches";
import type { Detailed } from "../core/detail";
import type { Pack } from "./pack";

/** By 127: with perspective one sees a little of what looks aside. */
const AWAY = -0.25 * 127;

export const draftMaterial = (): MeshLambertMaterial => new MeshLambertMaterial({ vertexColors: true });

/** `towards` the viewer, in the pack's space: what looks away from there is left out. */
export function draftOf({ lots, root }: Pack, meshes: Detailed[], towards: Vector3): Mesh {
  const solid = lots.filter(({ look }) => kindOf(look) !== "clear");
  let vertices = 0, corners = 0;
  for (const lot of solid) {
    const { positions, indices } = meshes[lot.frame]!.finest;
    vertices += (positions.length / 3) * lot.matrices.length;
    corners += indices.length * lot.matrices.length;
  }
  const position = new Float32Array(3 * vertices);
  const normal = new Int8Array(3 * vertices);
  const colour = new Uint8Array(3 * vertices);
  const index = new Uint32Array(corners);
  const turn = new Matrix3();
  let at = 0, corner = 0;
  for (const { frame, look, matrices } of solid) {
    const mesh = meshes[frame]!.finest;
    const count = mesh.positions.length / 3;
    const [red, green, blue] = look.rgb.map((value) => Math.round(255 * value)) as [number, number, number];
    for (const matrix of matrices) {
      const m = matrix.elements;
      const isMirrored = matrix.determinant() < 0;
      // The columns of a normal matrix; parts are rarely bent, so their lengths do not matter after rounding.
      const n = turn.getNormalMatrix(matrix).elements;
      for (let k = 0, p = 0, q = 3 * at; k < count; k++, p += 3, q += 3) {
        const x = mesh.positions[p]!, y = mesh.positions[p + 1]!, z = mesh.positions[p + 2]!;
        position[q] = m[0]! * x + m[4]! * y + m[8]! * z + m[12]!;
        position[q + 1] = m[1]! * x + m[5]! * y + m[9]! * z + m[13]!;
        position[q + 2] = m[2]! * x + m[6]! * y + m[10]! * z + m[14]!;
        const u = mesh.normals[p]!, v = mesh.normals[p + 1]!, w = mesh.normals[p + 2]!;
        normal[q] = 127 * Math.max(-1, Math.min(1, n[0]! * u + n[3]! * v + n[6]! * w));
        normal[q + 1] = 127 * Math.max(-1, Math.min(1, n[1]! * u + n[4]! * v + n[7]! * w));
        normal[q + 2] = 127 * Math.max(-1, Math.min(1, n[2]! * u + n[5]! * v + n[8]! * w));
        colour[q] = red;
        colour[q + 1] = green;
        colour[q + 2] = blue;
      }
      for (let k = 0; k < mesh.indices.length; k += 3) {
        const q = 3 * (at + mesh.indices[k]!);
        if (normal[q]! * towards.x + normal[q + 1]! * towards.y + normal[q + 2]! * towards.z < AWAY) continue;
        index[corner++] = at + mesh.indices[k]!;
        index[corner++] = at + mesh.indices[k + (isMirrored ? 2 : 1)]!;
        index[corner++] = at + mesh.indices[k + (isMirrored ? 1 : 2)]!;
      }
      at += count;
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(position, 3));
  geometry.setAttribute("normal", new BufferAttribute(normal, 3, true));
  geometry.setAttribute("color", new BufferAttribute(colour, 3, true));
  geometry.setIndex(new BufferAttribute(index.subarray(0, corner), 1));
  const mesh = new Mesh(geometry, draftMaterial());
  mesh.matrixAutoUpdate = false;
  mesh.matrix.copy(root);
  mesh.frustumCulled = false;
  return mesh;
}

/** What a stage draws once beforehand, so that the graphics card knows how when the draft comes. */
export function draftSample(): Mesh {
  const geometry = new BufferGeometry();
  const corner = new Float32Array([0, 0, 0, 1e-4, 0, 0, 0, 1e-4, 0]);
  geometry.setAttribute("position", new BufferAttribute(corner, 3));
  geometry.setAttribute("normal", new BufferAttribute(new Int8Array(9), 3, true));
  geometry.setAttribute("color", new BufferAttribute(new Uint8Array(9), 3, true));
  geometry.setIndex(new BufferAttribute(Uint32Array.of(0, 1, 2), 1));
  return new Mesh(geometry, draftMaterial());
}

export function dispose(mesh: Mesh): void {
  mesh.removeFromParent();
  mesh.geometry.dispose();
  (mesh.material as MeshLambertMaterial).dispose();
}
