/** From an address to a model: one request for the pack, one for the workers. */

import { Decoder } from "../core/decoder";
import { Stage } from "../core/stage";
import { type Glb, readGlb } from "./glb";
import { Model } from "./model";
import { readPack, rootOf, stepsOf } from "./pack";
import { readSketch, SketchView, sketchEnd } from "./sketch";

/** A model on the stage. */
export interface Opened {
  stage: Stage;
  steps: number;
  /** Whether something is shown before the parts are. */
  sketched: boolean;
  /** Put the parts themselves in place of the sketch. To be called once that is drawn. */
  complete: () => Promise<Model>;
}

/** How a model is to be opened. */
export interface Wishes {
  /** Another address of the workers' script. */
  script?: string;
  /** Whether to show the sketch until the parts are ready; `false` for pages that show something else than the whole model. */
  sketched?: boolean;
  /** Pixels at the lower edge that something will lie over. */
  covered?: number;
}

/** Show a model on a canvas: what is seen of it from outside at once, then part by part. */
export async function loadModel(
  address: string,
  canvas: HTMLCanvasElement,
  { script, sketched = true, covered = 0 }: Wishes = {},
): Promise<Opened> {
  const answer = fetch(address).then((found) => {
    if (!found.ok) throw new Error(`${found.status} ${found.statusText}`);
    return readGlb(found, sketchEnd);
  });
  // The stage is set up while the model is on its way.
  const stage = new Stage(canvas);
  stage.covered = covered;
  const view = sketched ? new SketchView(stage) : undefined;
  const { glb, rest } = await answer;
  const sketch = view && (await readSketch(glb));
  if (sketch) view.show(sketch, rootOf(glb));
  const complete = async (): Promise<Model> => {
    const model = await partsOf(await rest(), script);
    stage.scene.add(model.group);
    view?.remove();
    if (!sketch) {
      stage.setSubject(model.box);
      stage.home();
    }
    stage.draw();
    return model;
  };
  return { stage, steps: stepsOf(glb), sketched: Boolean(sketch), complete };
}

async function partsOf(glb: Glb, script?: string): Promise<Model> {
  const decoder = new Decoder(script);
  try {
    const pack = readPack(glb);
    return new Model(pack, await decoder.decode(pack.frames));
  } finally {
    decoder.end();
  }
}
