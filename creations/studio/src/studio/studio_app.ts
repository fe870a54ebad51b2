/** The Studio: it puts together what lies on the desk, and sees to what a change means for all of it. */

import { MOUSE, TOUCH } from "three";
// From the viewer, so that both share one file of code.
import { Stage } from "../viewer/opened";
import { AtHand } from "./at_hand";
import { Checker } from "./checks/checker";
import type { Desk, Given } from "./desk";
import { OpenModel } from "./open_model";
import { Selection } from "./selection";
import type { ToolHost } from "./tools/host";
import { listenToPointer } from "./tools/pointer";
import { Toolbox, type Tools } from "./tools/toolbox";
import { Camera } from "./view/camera";
import { Ground } from "./view/ground";
import { Highlight } from "./view/highlight";
import { ModelScene } from "./view/model_scene";
import { n_ } from "./words";

export class Studio implements Desk, ToolHost {
  readonly about;
  readonly store;
  readonly link;
  readonly overlaps;
  readonly library;
  readonly colours;
  readonly prices;
  readonly shelf;
  readonly server;
  readonly page;
  readonly stage: Stage;
  readonly scene: ModelScene;
  readonly camera: Camera;
  readonly model: OpenModel;
  readonly selection: Selection;
  readonly atHand = new AtHand();
  readonly toolbox: Toolbox;
  readonly checker: Checker;
  private readonly highlight: Highlight;
  private readonly ground = new Ground();

  constructor(canvas: HTMLCanvasElement, given: Given, tools: Tools) {
    const { store, library, colours, page, shelf } = given;
    this.about = given.about;
    this.store = store;
    this.link = given.link;
    this.overlaps = given.overlaps;
    this.library = library;
    this.colours = colours;
    this.prices = given.prices;
    this.shelf = shelf;
    this.server = given.server;
    this.page = page;
    this.stage = stageOn(canvas);
    this.scene = new ModelScene(store, library, colours, {
      changed: () => this.afterChange(),
      lacking: (parts) => page.say(lackingWords(parts)),
    });
    this.camera = new Camera(this.stage, this.scene, page);
    this.selection = new Selection(this.scene, () => this.afterChoice());
    this.model = new OpenModel(store, this.scene, this.selection, this.camera, page);
    this.checker = new Checker(this.scene, library, colours, () => page.refresh());
    this.stage.scene.add(this.ground.lines, this.scene.group);
    this.highlight = new Highlight(this.stage, this.scene);
    const needs = { library, shelf, page, atHand: this.atHand, canvas: this.stage.canvas };
    this.toolbox = new Toolbox(this, tools, needs);
    listenToPointer(this.stage, this.toolbox);
    this.link.watch(() => page.refresh());
    this.overlaps.watch(() => page.refresh());
    this.model.open(store.mainKey, true);
  }

  putToolAway(): void {
    this.toolbox.use();
  }

  private afterChoice(): void {
    this.highlight.show(this.selection);
    this.page.refresh();
  }

  /** The open file shows something else than before, by whoever's change. */
  private afterChange(): void {
    if (!this.model.stillThere()) return;
    this.selection.prune();
    this.ground.fit(this.scene.box, this.scene.floor);
    this.highlight.show(this.selection);
    this.checker.schedule();
    this.page.refresh();
  }
}

function lackingWords(parts: number): string {
  return n_(
    "The network is away: %(n)s part is not shown yet. It comes by itself.",
    "The network is away: %(n)s parts are not shown yet. They come by themselves.",
    parts,
  );
}

/** A stage whose left button and single finger are free for the tools. */
function stageOn(canvas: HTMLCanvasElement): Stage {
  const stage = new Stage(canvas);
  stage.controls.mouseButtons = { LEFT: null, MIDDLE: MOUSE.PAN, RIGHT: MOUSE.ROTATE };
  stage.controls.touches = { ONE: TOUCH.ROTATE, TWO: TOUCH.DOLLY_PAN };
  stage.controls.zoomToCursor = true;
  return stage;
}
