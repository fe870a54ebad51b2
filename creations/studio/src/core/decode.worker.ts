/** Unpack Draco frames, simplify and shade them, away from the page's thread. */

import wasm from "virtual:draco-wasm";
import createDecoder, { type Draco } from "draco3d/draco_decoder_nodejs.js";
import { MeshoptSimplifier } from "meshoptimizer/simplifier";
import { ERRORS, isTwoSided, type Level, WORTH } from "./detail";
import { shade } from "./normals";

/** What the page asks: every level of some frames. */
export interface Question {
  job: number;
  frames: Uint8Array[];
}
export type Answer = { job: number } & ({ meshes: Level[][] } | { error: string });

interface Raw {
  points: Float32Array;
  faces: Uint32Array;
}

let ready: Promise<Draco> | undefined;

/** The decoder's WebAssembly lies in this script: one request less before a model shows. */
function decoder(): Promise<Draco> {
  ready ??= createDecoder({
    wasmBinary: Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0)),
  });
  return ready;
}

function decode(draco: Draco, frame: Uint8Array): Raw {
  const unpack = new draco.Decoder();
  const mesh = new draco.Mesh();
  try {
    const status = unpack.DecodeArrayToMesh(frame, frame.length, mesh);
    if (!status.ok()) throw new Error(status.error_msg());
    const faces = read(
      draco,
      mesh.num_faces() * 3,
      (bytes, pointer) => unpack.GetTrianglesUInt32Array(mesh, bytes, pointer),
      "HEAPU32",
    );
    const attribute = unpack.GetAttribute(mesh, unpack.GetAttributeId(mesh, draco.POSITION));
    const points = read(
      draco,
      mesh.num_points() * 3,
      (bytes, pointer) =>
        unpack.GetAttributeDataArrayForAllPoints(mesh, attribute, draco.DT_FLOAT32, bytes, pointer),
      "HEAPF32",
    );
    // The library's faces are wound as LDraw's axes see them: clockwise from outside.
    for (let face = 0; face < faces.length; face += 3)
      [faces[face + 1], faces[face + 2]] = [faces[face + 2]!, faces[face + 1]!];
    return { points: points as Float32Array, faces: faces as Uint32Array };
  } finally {
    draco.destroy(mesh);
    draco.destroy(unpack);
  }
}

function read(
  draco: Draco,
  length: number,
  fill: (bytes: number, pointer: number) => unknown,
  heap: "HEAPF32" | "HEAPU32",
): Float32Array | Uint32Array {
  const pointer = draco._malloc(length * 4);
  fill(length * 4, pointer);
  const copied = draco[heap].slice(pointer / 4, pointer / 4 + length);
  draco._free(pointer);
  return copied;
}

/** Fewer faces over the same points, off by at most `error` LDU. */
function simplified({ points, faces }: Raw, error: number): Uint32Array {
  if (faces.length === 0) return faces;
  return MeshoptSimplifier.simplify(faces, points, 3, 0, error, ["ErrorAbsolute", "Prune"])[0];
}

/** All levels worth having, the finest first. */
function levelsOf(raw: Raw): Level[] {
  const levels: Level[] = [{ error: 0, ...shade(raw.points, raw.faces) }];
  if (isTwoSided(raw.points, raw.faces)) return levels;
  // Each from the one before: there is less to look at, and what both may be off adds up to the level's own error.
  let { faces } = raw,
    off = 0;
  for (const error of ERRORS) {
    const fewer = simplified({ points: raw.points, faces }, error - off);
    if (fewer.length === 0 || fewer.length > WORTH * faces.length) continue;
    faces = fewer;
    off = error;
    levels.push({ error, ...shade(raw.points, faces) });
  }
  return levels;
}

async function answer({ frames }: Question): Promise<Level[][]> {
  const [draco] = await Promise.all([decoder(), MeshoptSimplifier.ready]);
  return frames.map((frame) => levelsOf(decode(draco, frame)));
}

// Made ready while the model is on its way.
void decoder();

self.onmessage = async (event: MessageEvent<Question>) => {
  const { job } = event.data;
  try {
    const meshes = await answer(event.data);
    const buffers = meshes
      .flat()
      .flatMap((level) => [level.positions.buffer, level.normals.buffer, level.indices.buffer]);
    self.postMessage({ job, meshes } satisfies Answer, { transfer: buffers as ArrayBuffer[] });
  } catch (error) {
    self.postMessage({ job, error: String(error) } satisfies Answer);
  }
};
