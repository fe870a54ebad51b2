/** What `make bench` runs in the browser: our viewer beside three.js's LDrawLoader, and the Studio with a large model. */

import { Box3, type Scene } from "three";
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

/** What all but the slowest twentieth stay below. */
const usual = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length * 0.95)]!;
const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const canvas = (): HTMLCanvasElement => {
  const fresh = document.createElement("canvas");
  document.getElementById("frame")!.replaceChildren(fresh);
  return fresh;
};

/** Let the picture be drawn to its end: `finish` returns before in Chromium, reading a pixel does not. */
function drawToTheEnd(stage: Stage): void {
  stage.drawNow();
  const context = stage.renderer.getContext();
  context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, new Uint8Array(4));
}

/** Milliseconds from the request to the first picture, of all that is seen of the model, and to that with all detail. */
async function viewer(address: string): Promise<[first: number, complete: number]> {
  const began = performance.now();
  const { stage, complete: finish } = await loadModel(address, canvas());
  drawToTheEnd(stage);
  const first = performance.now() - began;
  await finish();
  drawToTheEnd(stage);
  const complete = performance.now() - began;
  stage.renderer.dispose();
  return [first, complete];
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
  drawToTheEnd(stage);
  const took = performance.now() - began;
  stage.renderer.dispose();
  return took;
}

async function studio(folder: string): Promise<Record<string, number>> {
  const colours = new Colours(
    (await (await fetch(`${folder}colours.json`)).json()) as ConstructorParameters<
      typeof Colours
    >[0],
  );
  const began = performance.now();
  const library = new Library("");
  const [update] = await Promise.all([
    fetch(`${folder}document.bin`).then((answer) => answer.arrayBuffer()),
    fetch(`${folder}parts.bin`)
      .then((answer) => answer.arrayBuffer())
      .then((pack) => library.take(pack)),
  ]);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(update));
  const store = new Store(doc);
  const stage = new Stage(canvas());
  const scene = new ModelScene(store, library, colours, {
    changed: () => undefined,
    lacking: (parts) => console.error(`${parts} parts did not come`),
  });
  stage.scene.add(scene.group);
  scene.open(store.mainKey);
  stage.setSubject(new Box3().setFromObject(scene.group));
  stage.home();
  drawToTheEnd(stage);
  const open = performance.now() - began;

  const frames: number[] = [];
  for (let k = 0; k < 20; k++) {
    const start = performance.now();
    stage.controls.update();
    stage.camera.position.applyAxisAngle(stage.camera.up, 0.02);
    stage.camera.lookAt(stage.controls.target);
    stage.drawNow();
    frames.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  const brick = library.get("3001") ?? [...library.parts.values()][0]!;
  const ghost = new Ghost([{ part: brick, colour: 4, transform: IDENTITY }], colours);
  const isLegal = (place: ReturnType<typeof translation>): boolean =>
    !scene.collides(ghost.bodies(place as never));
  const searches: number[] = [],
    legal: number[] = [],
    places: number[] = [],
    moves: number[] = [];
  // As in the Studio, where they are made while nothing else is to do.
  for (const { surfaces } of library.parts.values())
    for (const { solid } of surfaces) void solid.tree;
  const standing = [...scene.items.values()];
  for (let k = 0; k < 60; k++) {
    // A hand's breadth beside some part in the midst of the others, where there is much to snap to.
    const [x, y, z] = standing[Math.floor((standing.length * (k + 0.5)) / 60)]!.shown.transform;
    const wanted = translation(x + 7, y - 27, z - 6);
    const search = performance.now();
    snap(scene.connectors, ghost.connectors, wanted, () => true);
    searches.push(performance.now() - search);
    const both = performance.now();
    snap(scene.connectors, ghost.connectors, wanted, isLegal as never);
    legal.push(performance.now() - both);
    const place = performance.now();
    const [id] = addParts(
      store,
      store.mainKey,
      [{ reference: `${brick.id}.dat`, colour: 4, transform: wanted }],
      "place",
    );
    places.push(performance.now() - place);
    const move = performance.now();
    setTransforms(
      store,
      store.mainKey,
      new Map([[id!, translation(wanted[0], wanted[1] - 48, wanted[2])]]),
      "move",
    );
    moves.push(performance.now() - move);
  }
  stage.drawNow();
  const memory =
    (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0;
  return {
    open,
    parts: scene.items.size,
    calls: stage.renderer.info.render.calls,
    frame: mean(frames.slice(4)),
    search: usual(searches),
    legal: usual(legal),
    place: usual(places),
    move: usual(moves),
    memory: memory / 1e6,
  };
}

/** What a measurement tells, or null when it takes too long. */
const within = <T>(work: Promise<T>, seconds: number): Promise<T | null> =>
  Promise.race([work, new Promise<null>((resolve) => setTimeout(resolve, seconds * 1000, null))]);

Object.assign(window, { bench: { viewer, ldrawLoader, studio, within } });
