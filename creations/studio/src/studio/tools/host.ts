/** What a tool may ask of the application: to see and touch the model, to choose lines, to tell the person. No more.
 *
 * What a tool changes it changes through commands (`document/commands`).
 */

import type { Stage } from "../../core/stage";
import type { AtHand } from "../at_hand";
import type { Store } from "../document/store";
import type { OpenModel } from "../open_model";
import type { Page } from "../page";
import type { Colours } from "../parts/colours";
import type { Shelf } from "../parts/shelf";
import type { Selection } from "../selection";
import type { Camera } from "../view/camera";
import type { ModelScene } from "../view/model_scene";

/** What stands where in the open file, and what is carried out of it. */
export type ToolScene = Pick<
  ModelScene,
  | "file"
  | "items"
  | "itemsOf"
  | "placement"
  | "connectors"
  | "boxOf"
  | "floor"
  | "version"
  | "isLocked"
  | "isLifted"
  | "lift"
  | "putDown"
  | "touch"
  | "collides"
>;

export interface ToolHost {
  readonly store: Store;
  readonly colours: Colours;
  readonly scene: ToolScene;
  /** For what a tool draws itself. */
  readonly stage: Pick<Stage, "scene" | "draw">;
  readonly camera: Pick<Camera, "ray" | "touch" | "toScene" | "linesIn" | "groundAxes">;
  readonly model: Pick<OpenModel, "enter" | "step">;
  readonly selection: Selection;
  readonly atHand: Readonly<Pick<AtHand, "colour" | "grid" | "magnetic" | "turnStep">>;
  readonly page: Pick<Page, "say" | "refresh" | "refreshStatus" | "showBox">;
  readonly shelf: Pick<Shelf, "noteUsed">;
  /** The tool has done its work: selecting comes next. */
  putToolAway(): void;
}
