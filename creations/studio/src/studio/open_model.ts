/** Which file of the document is open, how one came there, and up to which step it is shown. */

import type { Store } from "./document/store";
import type { Page } from "./page";
import type { Selection } from "./selection";
import type { Camera } from "./view/camera";
import type { ModelScene } from "./view/model_scene";

export class OpenModel {
  /** The keys of the files one came through, the open one last. */
  readonly path: string[] = [];
  /** The id of the step one builds in; undefined is the last. */
  step: string | undefined;

  constructor(
    private readonly store: Store,
    private readonly scene: ModelScene,
    private readonly selection: Selection,
    private readonly camera: Camera,
    private readonly page: Page,
  ) {}

  /** Open a file; `anew` forgets where one came from. */
  open(key: string, anew = false): void {
    if (anew) this.path.length = 0;
    const known = this.path.indexOf(key);
    if (known >= 0) this.path.length = known;
    this.path.push(key);
    this.step = undefined;
    this.selection.forget();
    this.scene.open(key);
    this.camera.home();
    this.page.refresh();
  }

  /** Go into the submodel a line places. */
  enter(line: string): void {
    const placed = this.scene.placement(line);
    const file = placed && this.store.named(placed.reference);
    if (file?.kind === "model") this.open(file.key);
  }

  /** Back to the file around this one. */
  leave(): void {
    const outer = this.path.at(-2);
    if (outer !== undefined) this.open(outer);
  }

  /** Show the model as it is after a step; undefined shows all. */
  showStep(step: string | undefined): void {
    this.step = step;
    this.scene.showSteps(step);
    this.page.refresh();
  }

  /** Show some steps more or less than now. */
  stepBy(by: number): void {
    const { steps } = this.store.file(this.scene.file);
    const last = steps.length - 1;
    const index =
      this.step === undefined ? last : steps.findIndex((known) => known.id === this.step);
    const next = Math.max(0, Math.min(last, index + by));
    this.showStep(next === last && by > 0 && index === next ? undefined : steps[next]!.id);
  }

  /** Undo and others may take files away. False when the open one went, and the main model was opened instead. */
  stillThere(): boolean {
    if (!this.store.files.has(this.scene.file)) {
      this.open(this.store.mainKey, true);
      return false;
    }
    for (let k = this.path.length - 1; k >= 0; k--)
      if (!this.store.files.has(this.path[k]!)) this.path.splice(k, 1);
    return true;
  }
}
