/** From an address to a model: one request for the pack, one for the worker. */

import { Decoder } from "../core/decoder";
import type { Detailed } from "../core/detail";
import { Stage } from "../core/stage";
import { dispose, draftOf, draftSample } from "./draft";
import { Model } from "./model";
import { readPack, type Pack } from "./pack";

/** Pixels the first picture may be off; the model itself follows at once. */
const DRAFT_PIXELS = 2;

export interface Opened {
  stage: Stage;
  model: Model;
  pack: Pack;
}

/**
 * Show a model on a canvas. With `onDraft` a simplified picture comes first and tells that it is there; the stage is set up
 * while workers read the parts, since both take about as long. `script` is for another address of the workers'.
 */
export async function loadModel(address: string, canvas: HTMLCanvasElement, options: { onDraft?: (stage: Stage) => void; script?: string } = {}): Promise<Opened> {
  const decoder = new Decoder(options.script);
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const pack = readPack(await answer.arrayBuffer());
    // Seen whole, a model's radius takes about half the view.
    const height = (canvas.parentElement!.clientHeight || 1) * Math.min(2, devicePixelRatio);
    const drafting = options.onDraft && decoder.draft(pack.frames, (2 * DRAFT_PIXELS * radiusOf(pack)) / height);
    const decoding = drafting ? undefined : decoder.decode(pack.frames);
    const stage = new Stage(canvas);
    let meshes: Detailed[];
    let model: Model;
    if (drafting) {
      const sample = draftSample();
      stage.scene.add(sample);
      stage.drawNow();
      const drafted = await drafting;
      const draft = draftOf(pack, drafted.meshes, Stage.homeDirection().transformDirection(pack.root.clone().invert()));
      stage.scene.add(draft);
      sample.removeFromParent();
      draft.geometry.computeBoundingBox();
      stage.setSubject(draft.geometry.boundingBox!.clone().applyMatrix4(draft.matrix));
      stage.home();
      options.onDraft!(stage);
      await nextPicture();
      await drafted.finish();
      ({ meshes } = drafted);
      model = new Model(pack, meshes);
      dispose(draft);
      dispose(sample);
    } else {
      meshes = await decoding!;
      model = new Model(pack, meshes);
    }
    stage.scene.add(model.group);
    stage.setSubject(model.box);
    if (!drafting) stage.home();
    stage.draw();
    decoder.end();
    return { stage, model, pack };
  } catch (error) {
    decoder.end();
    throw error;
  }
}

/** Two frames on, the first is drawn. */
const nextPicture = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

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
