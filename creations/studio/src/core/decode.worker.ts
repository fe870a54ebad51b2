/** Unpack Draco frames and shade them, away from the page's thread. */

import createDecoder, { type Draco } from "draco3d/draco_decoder_nodejs.js";
import wasm from "virtual:draco-wasm";
import { shade, type Shaded } from "./normals";

let ready: Promise<Draco> | undefined;

/** The decoder's WebAssembly lies in this script: one request less before a model shows. */
function decoder(): Promise<Draco> {
  const text = atob(wasm);
  const binary = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  return (ready ??= createDecoder({ wasmBinary: binary }));
}

function decode(draco: Draco, frame: Uint8Array): Shaded {
  const unpack = new draco.Decoder();
  const mesh = new draco.Mesh();
  try {
    const status = unpack.DecodeArrayToMesh(frame, frame.length, mesh);
    if (!status.ok()) throw new Error(status.error_msg());
    const faces = read(draco, mesh.num_faces() * 3, (bytes, pointer) => unpack.GetTrianglesUInt32Array(mesh, bytes, pointer), "HEAPU32");
    const attribute = unpack.GetAttribute(mesh, unpack.GetAttributeId(mesh, draco.POSITION));
    const points = read(
      draco,
      mesh.num_points() * 3,
      (bytes, pointer) => unpack.GetAttributeDataArrayForAllPoints(mesh, attribute, draco.DT_FLOAT32, bytes, pointer),
      "HEAPF32",
    );
    // The library's faces are wound as LDraw's axes see them: clockwise from outside.
    for (let face = 0; face < faces.length; face += 3) [faces[face + 1], faces[face + 2]] = [faces[face + 2]!, faces[face + 1]!];
    return shade(points as Float32Array, faces as Uint32Array);
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

self.onmessage = async (event: MessageEvent<{ job: number; frames: Uint8Array[] }>) => {
  const { job } = event.data;
  try {
    const draco = await decoder();
    const meshes = event.data.frames.map((frame) => decode(draco, frame));
    const buffers = meshes.flatMap((mesh) => [mesh.positions.buffer, mesh.normals.buffer, mesh.indices.buffer]);
    self.postMessage({ job, meshes }, { transfer: buffers as ArrayBuffer[] });
  } catch (error) {
    self.postMessage({ job, error: String(error) });
  }
};
