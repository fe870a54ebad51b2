/** Through the steps of building. */

import type { Desk } from "../desk";
import * as commands from "../document/commands";
import { _ } from "../words";
import type { ActionOf } from "./action";

type Needs = Pick<Desk, "store" | "scene" | "model">;

export const STEPS: ActionOf<Needs>[] = [
  {
    id: "step-add",
    icon: "plus",
    keys: ["Ctrl+Shift+Enter"],
    label: _("New step"),
    run: (desk) => {
      desk.model.showStep(undefined);
      commands.addStep(desk.store, desk.scene.file, _("New step"));
    },
  },
  {
    id: "step-before",
    keys: ["["],
    label: _("One step back"),
    run: (desk) => desk.model.stepBy(-1),
  },
  {
    id: "step-after",
    keys: ["]"],
    label: _("One step on"),
    run: (desk) => desk.model.stepBy(1),
  },
  {
    id: "step-all",
    keys: ["\\"],
    label: _("Show all steps"),
    run: (desk) => desk.model.showStep(undefined),
  },
];
