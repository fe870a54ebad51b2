/** Choose lines by what they have in common. */

import type { Desk } from "../desk";
import { normalise, type Placement } from "../document/shape";
import { _ } from "../words";
import { type ActionOf, some } from "./action";

type Needs = Pick<Desk, "scene" | "selection" | "toolbox">;

export const SELECT: ActionOf<Needs>[] = [
  {
    id: "select-all",
    keys: ["Ctrl+A"],
    label: _("Select all"),
    run: (desk) => desk.selection.where((line) => !desk.scene.isLocked(line.id)),
  },
  {
    id: "select-none",
    keys: ["Escape"],
    label: _("Select nothing, put the tool away"),
    run: (desk) => {
      if (desk.toolbox.tool.name !== "select") desk.toolbox.use();
      else desk.selection.set([]);
    },
  },
  {
    id: "select-inverse",
    keys: ["Ctrl+I"],
    label: _("Select the others"),
    run: (desk) => {
      const had = new Set(desk.selection);
      desk.selection.where((line) => !had.has(line.id) && !desk.scene.isLocked(line.id));
    },
  },
  {
    id: "select-part",
    icon: "brick",
    keys: ["Ctrl+Shift+P"],
    label: _("Select all of this part"),
    enabled: some,
    run: (desk) => {
      const names = chosen(desk, (line) => normalise(line.reference));
      desk.selection.where((line) => names.has(normalise(line.reference)));
    },
  },
  {
    id: "select-colour",
    icon: "palette",
    keys: ["Ctrl+Shift+C"],
    label: _("Select all of this colour"),
    enabled: some,
    run: (desk) => {
      const colours = chosen(desk, (line) => line.colour);
      desk.selection.where((line) => colours.has(line.colour));
    },
  },
  {
    id: "select-connected",
    icon: "link",
    keys: ["Ctrl+Shift+G"],
    label: _("Select what hangs together"),
    enabled: some,
    run: (desk) => desk.selection.connected(),
  },
  {
    id: "select-step",
    icon: "steps",
    keys: ["Ctrl+Shift+S"],
    label: _("Select the whole step"),
    enabled: some,
    run: (desk) => {
      const steps = chosen(desk, (line) => line.step);
      desk.selection.where((line) => steps.has(line.step));
    },
  },
];

/** What the chosen lines have of something. */
function chosen<T>(desk: Pick<Needs, "selection">, of: (line: Placement) => T): Set<T> {
  return new Set(desk.selection.placements().map(of));
}
