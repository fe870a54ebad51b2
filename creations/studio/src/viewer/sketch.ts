/** A model's first picture, as the server made it (`creations/rendering/sketch.py`): one mesh, drawn as soon as it is read. */

import {
  Box3,
  BufferAttribute,
  BufferGeometry,
  type Color,
  DoubleSide,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  Vector3,
} from "three";
import type { Stage } from "../core/stage";
import { type Glb, type Gltf, type SketchFacts, viewBytes } from "./glb";

/** Places and colours of vertices as sixteen bits, four a vertex so that each begins where the processor likes it. */
export interface Sketch {
  /** Of a box from 0 to 1, which `box` leads to LDU. */
  positions: Uint16Array;
  /** From -127 to 127, three a vertex. */
  normals: Int8Array;
  /** Linear, as without light. */
  colours: Uint16Array;
  corners: Uint32Array;
  /** The first so many corners are of opaque faces. */
  solid: number;
  box: Matrix4;
}

const FULL = 65_535;

/** How many bytes of a scene pack's buffer hold the sketch: it comes first. */
export function sketchEnd({ asset, bufferViews }: Gltf): number {
  const view = asset.extras?.sketch && bufferViews[asset.extras.sketch.bufferView];
  return view ? (view.byteOffset ?? 0) + view.byteLength : 0;
}

/** The sketch in a scene pack, or null when it has none. */
export async function readSketch(glb: Glb): Promise<Sketch | null> {
  const facts = glb.json.asset.extras?.sketch;
  if (!facts) return null;
  const inflater = new DecompressionStream("deflate");
  const writer = inflater.writable.getWriter();
  // Waited for by reading what comes out; what is wrong shows there.
  void writer
    .write(viewBytes(glb, facts.bufferView) as Uint8Array<ArrayBuffer>)
    .then(() => writer.close())
    .catch(() => undefined); // reading fails too, and tells
  const planes = await new Response(inflater.readable).arrayBuffer();
  const rgb = facts.materials.map((index) =>
    glb.json.materials[index]!.pbrMetallicRoughness.baseColorFactor.map((value) =>
      Math.round(FULL * value),
    ),
  );
  return unpack(new Uint8Array(planes), facts, rgb);
}

/** Planes of numbers to vertices: the inverse of `Sketch.packed` in Python. */
function unpack(
  bytes: Uint8Array,
  { vertices, faces, solid, low, unit }: SketchFacts,
  rgb: number[][],
): Sketch {
  // Of numbers of several bytes all lowest bytes come first, then all next ones.
  const positions = new Uint16Array(4 * vertices);
  const colours = new Uint16Array(4 * vertices).fill(FULL);
  // Sums of differences, of which the array keeps the lowest sixteen bits.
  let x = 0,
    y = 0,
    z = 0;
  for (let k = 0; k < vertices; k++) {
    x += bytes[k]! | (bytes[k + vertices]! << 8);
    y += bytes[k + 2 * vertices]! | (bytes[k + 3 * vertices]! << 8);
    z += bytes[k + 4 * vertices]! | (bytes[k + 5 * vertices]! << 8);
    positions[4 * k] = x;
    positions[4 * k + 1] = y;
    positions[4 * k + 2] = z;
    const colour = rgb[bytes[k + 9 * vertices]! | (bytes[k + 10 * vertices]! << 8)]!;
    colours[4 * k] = colour[0]!;
    colours[4 * k + 1] = colour[1]!;
    colours[4 * k + 2] = colour[2]!;
  }
  const count = 3 * faces;
  const corners = new Uint32Array(count);
  const behind = bytes.subarray(11 * vertices);
  for (let k = 0, next = 0; k < count; k++) {
    const index =
      next -
      (behind[k]! |
        (behind[k + count]! << 8) |
        (behind[k + 2 * count]! << 16) |
        (behind[k + 3 * count]! << 24));
    corners[k] = index;
    if (index === next) next++;
  }
  const normals = new Int8Array(bytes.buffer, 6 * vertices, 3 * vertices);
  const box = new Matrix4().makeTranslation(...low).scale(new Vector3().setScalar(unit * FULL));
  return { positions, normals, colours, corners, solid: 3 * solid, box };
}

/** A sketch in the scene. Light falls on it once, when it is shown: what shines comes with the parts. */
export class SketchView {
  private readonly mesh: Mesh<BufferGeometry, MeshBasicMaterial[]>;

  /** Let the graphics card learn how to draw one, while it is on its way. */
  constructor(private readonly stage: Stage) {
    const solid = new MeshBasicMaterial({ vertexColors: true });
    const clear = new MeshBasicMaterial({
      vertexColors: true,
      transparent: true,
      opacity: 0.52,
      side: DoubleSide,
      depthWrite: false,
    });
    this.mesh = new Mesh(
      geometryOf(new Uint16Array(4), new Uint16Array(4), new Uint32Array(6), 3),
      [solid, clear],
    );
    this.mesh.matrixAutoUpdate = false;
    this.mesh.frustumCulled = false;
    stage.scene.add(this.mesh);
    stage.drawNow();
  }

  /** Show it whole; `root` leads from LDU to the scene. */
  show({ positions, normals, colours, corners, solid, box }: Sketch, root: Matrix4): void {
    this.light(normals, colours, root);
    this.mesh.geometry.dispose();
    this.mesh.geometry = geometryOf(positions, colours, corners, solid);
    this.mesh.matrix.multiplyMatrices(root, box);
    this.stage.setSubject(boxOf(positions).applyMatrix4(this.mesh.matrix));
    this.stage.home();
  }

  /** Each normal's light on its vertex's colour, as the parts' shading has it but for what they reflect. */
  private light(normals: Int8Array, colours: Uint16Array, root: Matrix4): void {
    const known = new Map<number, Color>();
    const normal = new Vector3();
    const lit = (colour: number, light: number): number => Math.min(FULL, colour * light);
    for (let k = 0; 4 * k < colours.length; k++) {
      const x = normals[3 * k]!,
        y = normals[3 * k + 1]!,
        z = normals[3 * k + 2]!;
      const key = ((x & 255) << 16) | ((y & 255) << 8) | (z & 255);
      let light = known.get(key);
      if (!light) {
        light = this.stage.lightOn(normal.set(x, y, z).transformDirection(root));
        known.set(key, light);
      }
      colours[4 * k] = lit(colours[4 * k]!, light.r);
      colours[4 * k + 1] = lit(colours[4 * k + 1]!, light.g);
      colours[4 * k + 2] = lit(colours[4 * k + 2]!, light.b);
    }
  }

  remove(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
    for (const material of this.mesh.material) material.dispose();
  }
}

function geometryOf(
  positions: Uint16Array,
  colours: Uint16Array,
  corners: Uint32Array,
  solid: number,
): BufferGeometry {
  const made = new BufferGeometry();
  made.setAttribute("position", new BufferAttribute(positions, 4, true));
  made.setAttribute("color", new BufferAttribute(colours, 4, true));
  made.setIndex(new BufferAttribute(corners, 1));
  made.addGroup(0, solid, 0);
  if (solid < corners.length) made.addGroup(solid, Infinity, 1);
  return made;
}

function boxOf(positions: Uint16Array): Box3 {
  let x = 0,
    y = 0,
    z = 0;
  for (let k = 0; k < positions.length; k += 4) {
    x = Math.max(x, positions[k]!);
    y = Math.max(y, positions[k + 1]!);
    z = Math.max(z, positions[k + 2]!);
  }
  return new Box3(new Vector3(), new Vector3(x, y, z).divideScalar(FULL));
}
