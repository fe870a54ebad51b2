/** What `make bench` runs in the browser: our viewer beside three.js's LDrawLoader, and the Studio with a large model. */

import { Box3, Scene } from "three";
import { LDrawLoader } from "three/addons/loaders/LDrawLoader.js";
import { LDrawConditionalLineMaterial } from "three/addons/materials/LDrawConditionalLineMaterial.js";
import * as Y from "yjs";
import { addParts, setTransforms } from "../src/studio/document/commands";
import { Store } from "../src/studio/document/store";
import { IDENTITY, translation } from "../src/studio/geometry/transform";
import { Colours } from "../src/studio/parts/colours";
import { Library } from "../src/studio/parts/library";
import { snap } from "../src/studio/parts/snapping";
import { Ghost } from "../src/studio/view/ghost";
import { ModelScene } from "../src/studio/view/model_scene";
import { loadModel, Stage } from "../src/viewer/opened";

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
const canvas = (): HTMLCanvasElement => {
  const fresh = document.createElement("canvas");
  document.getElementById("frame")!.replaceChildren(fresh);
  return fresh;
};

/** Milliseconds from the request to the first picture. */
async function viewer(address: string): Promise<number> {
  const began = performance.now();
  const model = await loadModel(address);
  const stage = new Stage(canvas());
  stage.scene.add(model.group);
  stage.setSubject(model.box);
  stage.home();
  stage.drawNow();
  stage.renderer.getContext().finish();
  const took = performance.now() - began;
  stage.renderer.dispose();
  return took;
}

async function ldrawLoader(address: string): Promise<number> {
  const began = performance.now();
  const loader = new LDrawLoader();
  loader.setConditionalLineMaterial(LDrawConditionalLineMaterial);
  const group = await loader.loadAsync(address);
  group.rotation.x = Math.PI;
  group.updateMatrixWorld(true);
  const stage = new Stage(canvas());
  const scene: Scene = stage.scene;
  scene.add(group);
  stage.setSubject(new Box3().setFromObject(group));
  stage.home();
  stage.drawNow();
  stage.renderer.getContext().finish();
  const took = performance.now() - began;
  stage.renderer.dispose();
  return took;
}

async function studio(folder: string): Promise<Record<string, number>> {
  const colours = new Colours((await (await fetch(`${folder}colours.json`)).json()) as ConstructorParameters<typeof Colours>[0]);
  const began = performance.now();
  const library = new Library("");
  const [update] = await Promise.all([
    fetch(`${folder}document.bin`).then((answer) => answer.arrayBuffer()),
    fetch(`${folder}parts.bin`).then((answer) => answer.arrayBuffer()).then((pack) => library.take(pack)),
  ]);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(update));
  const store = new Store(doc);
  const stage = new Stage(canvas());
  const scene = new ModelScene(store, library, colours, () => undefined);
  stage.scene.add(scene.group);
  scene.open(store.mainKey);
  stage.setSubject(new Box3().setFromObject(scene.group));
  stage.home();
  stage.drawNow();
  stage.renderer.getContext().finish();
  const open = performance.now() - began;

  const frames: number[] = [];
  for (let k = 0; k < 8; k++) {
    const start = performance.now();
    stage.controls.update();
    stage.camera.position.applyAxisAngle(stage.camera.up, 0.02);
    stage.camera.lookAt(stage.controls.target);
    stage.drawNow();
    frames.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  const brick = library.get("3001") ?? [...library.parts.values()][0]!;
  const { box } = scene;
  const top = box.low[1];
  const ghost = new Ghost([{ part: brick, colour: 4, transform: IDENTITY }], colours);
  const isLegal = (place: ReturnType<typeof translation>): boolean => !scene.collides(ghost.bodies(place as never));
  const searches: number[] = [], places: number[] = [], moves: number[] = [];
  for (let k = 0; k < 60; k++) {
    const wanted = translation(box.low[0] + ((box.high[0] - box.low[0]) * (k + 0.5)) / 60, top - 20 + (k % 3), (box.low[2] + box.high[2]) / 2 + (k % 7));
    const search = performance.now();
    snap(scene.connectors, ghost.connectors, wanted, isLegal as never);
    searches.push(performance.now() - search);
    const place = performance.now();
    const [id] = addParts(store, store.mainKey, [{ reference: `${brick.id}.dat`, colour: 4, transform: wanted }], "place");
    places.push(performance.now() - place);
    const move = performance.now();
    setTransforms(store, store.mainKey, new Map([[id!, translation(wanted[0], wanted[1] - 48, wanted[2])]]), "move");
    moves.push(performance.now() - move);
  }
  stage.drawNow();
  const memory = (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0;
  return {
    open, parts: scene.items.size, calls: stage.renderer.info.render.calls, frame: median(frames), search: median(searches),
    place: median(places), move: median(moves), memory: memory / 1e6,
  };
}

/** What a measurement tells, or null when it takes too long. */
const within = <T>(work: Promise<T>, seconds: number): Promise<T | null> =>
  Promise.race([work, new Promise<null>((resolve) => setTimeout(resolve, seconds * 1000, null))]);

Object.assign(window, { bench: { viewer, ldrawLoader, studio, within } });
