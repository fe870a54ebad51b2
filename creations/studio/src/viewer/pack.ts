/** What a scene pack says: lots of instances, each of one mesh in one colour. */

import { Matrix4, Quaternion, Vector3 } from "three";
import { type Glb, readAccessor, viewBytes } from "./glb";

/** A colour as it is drawn. */
export interface Look {
  name: string;
  /** Linear light, 0 to 1. */
  rgb: [number, number, number];
  alpha: number;
  metalness: number;
  roughness: number;
}

/** A part in a colour, with the places it stands in. */
export interface Lot {
  part: string;
  colour: number;
  /** Index into `Pack.frames`. */
  frame: number;
  look: Look;
  /** In LDU, y down. */
  matrices: Matrix4[];
  steps: number[];
}

/** A scene pack, unpacked. */
export interface Pack {
  /** Draco frames, one for each different mesh. */
  frames: Uint8Array[];
  lots: Lot[];
  steps: number;
  /** From LDU to the scene's metres, y up. */
  root: Matrix4;
}

/** Unpacks the meshes in workers; see `creations/rendering/scene_pack.py` for the shape. */
export function readPack(glb: Glb): Pack {
  const { json } = glb;
  const frames: Uint8Array[] = [];
  const frameOf = new Map<number, number>();
  const lots: Lot[] = [];
  for (const node of json.nodes) {
    if (node.mesh === undefined) continue;
    const primitive = json.meshes[node.mesh]?.primitives[0];
    const material = primitive && json.materials[primitive.material];
    if (!primitive || !material) throw new Error("a node of the scene pack has no mesh");
    const view = primitive.extensions.KHR_draco_mesh_compression.bufferView;
    let frame = frameOf.get(view);
    if (frame === undefined) {
      frame = frames.length;
      frameOf.set(view, frame);
      frames.push(viewBytes(glb, view));
    }
    const [red, green, blue, alpha] = material.pbrMetallicRoughness.baseColorFactor;
    lots.push({
      part: node.extras?.part ?? "",
      colour: node.extras?.colour ?? 16,
      frame,
      look: {
        name: material.name,
        rgb: [red, green, blue],
        alpha,
        metalness: material.pbrMetallicRoughness.metallicFactor,
        roughness: material.pbrMetallicRoughness.roughnessFactor,
      },
      ...places(glb, node),
    });
  }
  return { frames, lots, steps: stepsOf(glb), root: rootOf(glb) };
}

/** How many steps the model has. */
export const stepsOf = ({ json }: Glb): number => json.asset.extras?.steps ?? 1;

/** The frame of the model within the scene: LDU with y down to metres with y up. */
export function rootOf({ json }: Glb): Matrix4 {
  const matrix = json.nodes[0]?.matrix;
  return matrix ? new Matrix4().fromArray(matrix) : new Matrix4();
}

function places(
  glb: Glb,
  node: Glb["json"]["nodes"][number],
): { matrices: Matrix4[]; steps: number[] } {
  if (node.matrix) {
    return { matrices: [new Matrix4().fromArray(node.matrix)], steps: [node.extras?.step ?? 0] };
  }
  const attributes = node.extensions?.EXT_mesh_gpu_instancing?.attributes ?? {};
  const read = (name: string): Float32Array | undefined => {
    const index = attributes[name];
    return index === undefined ? undefined : readAccessor(glb, index);
  };
  const translations = read("TRANSLATION") ?? new Float32Array(3);
  const rotations = read("ROTATION");
  const scales = read("SCALE");
  const steps = read("_STEP");
  const matrices: Matrix4[] = [];
  const place = new Vector3();
  const turn = new Quaternion();
  const scale = new Vector3(1, 1, 1);
  for (let k = 0; k < translations.length / 3; k++) {
    place.fromArray(translations, 3 * k);
    if (rotations) turn.fromArray(rotations, 4 * k);
    if (scales) scale.fromArray(scales, 3 * k);
    matrices.push(new Matrix4().compose(place, turn, scale));
  }
  return { matrices, steps: steps ? Array.from(steps) : matrices.map(() => 0) };
}
