/** From an address to a model: one request for the pack, one for the worker. */

import { Decoder } from "../core/decoder";
import { Stage } from "../core/stage";
import { Model } from "./model";
import { readPack, type Pack } from "./pack";

/** Pixels the first picture may be off; the finer levels follow at once. */
const DRAFT_PIXELS = 2;

export interface Opened {
  stage: Stage;
  model: Model;
  pack: Pack;
  /** Bring what the first picture did without. To be called once it is drawn. */
  refine: () => Promise<void>;
}

/**
 * Show a model on a canvas; `script` is for another address of the workers'. The stage is set up while workers read the
 * parts: both take about as long.
 */
export async function loadModel(address: string, canvas: HTMLCanvasElement, script?: string): Promise<Opened> {
  const decoder = new Decoder(script);
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const pack = readPack(await answer.arrayBuffer());
    // Seen whole, a model's radius takes about half the view.
    const height = (canvas.parentElement!.clientHeight || 1) * Math.min(2, devicePixelRatio);
    const drafting = decoder.draft(pack.frames, (2 * DRAFT_PIXELS * radiusOf(pack)) / height);
    const stage = new Stage(canvas);
    stage.prepare();
    const { meshes, finish } = await drafting;
    const model = new Model(pack, meshes);
    stage.scene.add(model.group);
    stage.setSubject(model.box);
    stage.home();
    const refine = async (): Promise<void> => {
      await finish();
      model.refine();
    };
    return { stage, model, pack, refine };
  } catch (error) {
    decoder.end();
    throw error;
  }
}

/** About half of the model's size, in LDU, from where its parts stand. */
function radiusOf({ lots }: Pack): number {
  const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
  for (const { elements } of lots.flatMap(({ matrices }) => matrices)) {
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis]!, elements[12 + axis]!);
      high[axis] = Math.max(high[axis]!, elements[12 + axis]!);
    }
  }
  return lots.length === 0 ? 0 : Math.hypot(...high.map((value, axis) => value - low[axis]!)) / 2;
}
