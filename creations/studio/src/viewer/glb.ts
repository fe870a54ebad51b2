/** The container format of glTF's binary form: a JSON chunk and a buffer. */

import { Arriving } from "./arriving";

/** glTF’s accessor: which numbers lie where. */
export interface Accessor {
  bufferView?: number;
  componentType: number;
  count: number;
  type: "SCALAR" | "VEC3" | "VEC4";
  normalized?: boolean;
}

/** glTF’s node; a lot has its copies as instances. */
export interface GltfNode {
  mesh?: number;
  matrix?: number[];
  children?: number[];
  extras?: { part?: string; colour?: number; step?: number };
  extensions?: { EXT_mesh_gpu_instancing?: { attributes: Record<string, number> } };
}

/** glTF’s material. */
export interface GltfMaterial {
  name: string;
  pbrMetallicRoughness: {
    baseColorFactor: [number, number, number, number];
    metallicFactor: number;
    roughnessFactor: number;
  };
}

/** What the server says of a sketch; see `creations/rendering/scene_pack.py`. */
export interface SketchFacts {
  bufferView: number;
  vertices: number;
  faces: number;
  solid: number;
  low: [number, number, number];
  unit: number;
  /** Indices into `Gltf.materials`. */
  materials: number[];
}

/** Of glTF’s JSON what scene packs use. */
export interface Gltf {
  asset: { extras?: { steps?: number; sketch?: SketchFacts } };
  nodes: GltfNode[];
  meshes: {
    name: string;
    primitives: {
      material: number;
      extensions: { KHR_draco_mesh_compression: { bufferView: number } };
    }[];
  }[];
  materials: GltfMaterial[];
  accessors: Accessor[];
  bufferViews: { byteOffset?: number; byteLength: number }[];
}

/** A binary glTF file: its JSON, and the bytes it points into. */
export interface Glb {
  json: Gltf;
  buffer: ArrayBuffer;
  /** Where the binary chunk begins in `buffer`. */
  start: number;
}

const MAGIC = 0x46546c67;

/** Split a .glb file of which at least the JSON has come. Throws an Error when it is none. */
export function parseGlb(buffer: ArrayBuffer): Glb {
  const length = jsonLength(buffer);
  const json = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, HEAD, length))) as Gltf;
  return { json, buffer, start: HEAD + length + 8 };
}

/** Read a .glb as it comes: `enough` says how many bytes of its buffer are to be there; `rest` is the whole. */
export async function readGlb(
  answer: Response,
  enough: (json: Gltf) => number,
): Promise<{ glb: Glb; rest: () => Promise<Glb> }> {
  const arriving = new Arriving(answer);
  const head = await arriving.upTo(HEAD);
  const early = parseGlb(await arriving.upTo(HEAD + jsonLength(head)));
  const { json, start } = early;
  const buffer = await arriving.upTo(start + enough(json));
  return {
    glb: { json, start, buffer },
    rest: async () => ({ json, start, buffer: await arriving.upTo(Infinity) }),
  };
}

/** The magic word, version and length of the file, then length and kind of the JSON. */
const HEAD = 20;

function jsonLength(buffer: ArrayBuffer): number {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEAD || view.getUint32(0, true) !== MAGIC)
    throw new Error("not a .glb file");
  return view.getUint32(12, true);
}

/** The bytes of a buffer view, without copying. */
export function viewBytes(glb: Glb, index: number): Uint8Array {
  const view = glb.json.bufferViews[index];
  if (!view) throw new Error(`no buffer view ${index}`);
  return new Uint8Array(glb.buffer, glb.start + (view.byteOffset ?? 0), view.byteLength);
}

const SIZES = { SCALAR: 1, VEC3: 3, VEC4: 4 } as const;

/** An accessor's values as floats, normalised where it says so. */
export function readAccessor(glb: Glb, index: number): Float32Array {
  const accessor = glb.json.accessors[index];
  if (!accessor || accessor.bufferView === undefined)
    throw new Error(`no data in accessor ${index}`);
  const bytes = viewBytes(glb, accessor.bufferView);
  const length = accessor.count * SIZES[accessor.type];
  switch (accessor.componentType) {
    case 5126:
      return new Float32Array(bytes.buffer, bytes.byteOffset, length);
    case 5122: {
      const shorts = new Int16Array(bytes.buffer, bytes.byteOffset, length);
      return Float32Array.from(shorts, (value) =>
        accessor.normalized ? Math.max(value / 32767, -1) : value,
      );
    }
    case 5123:
      return Float32Array.from(new Uint16Array(bytes.buffer, bytes.byteOffset, length));
    default:
      throw new Error(`component type ${accessor.componentType} is not used by scene packs`);
  }
}
