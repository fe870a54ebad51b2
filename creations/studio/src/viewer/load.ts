/** From an address to a model: one request for the pack, one for the worker. */

import { Decoder } from "../core/decoder";
import { Model } from "./model";
import { readPack } from "./pack";

export async function loadModel(address: string): Promise<Model> {
  const decoder = new Decoder();
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const pack = readPack(await answer.arrayBuffer());
    return new Model(pack, await decoder.decode(pack.frames));
  } finally {
    decoder.end();
  }
}
