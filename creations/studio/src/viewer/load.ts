/** From an address to a model: one request for the pack, one for the worker. */

import DecodeWorker from "./decode.worker?worker";
import { Model } from "./model";
import type { Shaded } from "./normals";
import { readPack } from "./pack";

export async function loadModel(address: string): Promise<Model> {
  const worker = new DecodeWorker();
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const pack = readPack(await answer.arrayBuffer());
    const meshes = await decode(worker, pack.frames);
    return new Model(pack, meshes);
  } finally {
    worker.terminate();
  }
}

function decode(worker: Worker, frames: Uint8Array[]): Promise<Shaded[]> {
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<{ meshes?: Shaded[]; error?: string }>) =>
      event.data.meshes ? resolve(event.data.meshes) : reject(new Error(event.data.error ?? "the meshes cannot be read"));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ frames });
  });
}
