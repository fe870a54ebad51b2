/** Take a tool, and how tools behave. */

import type { Desk } from "../desk";
import { partId } from "../document/shape";
import { _ } from "../words";
import { type ActionOf, some } from "./action";

type Needs = Pick<Desk, "store" | "selection" | "toolbox" | "atHand" | "page">;

export const TOOLS: ActionOf<Needs>[] = [
  {
    id: "tool-select",
    icon: "pointer",
    keys: ["V"],
    label: _("Select and move"),
    pressed: (desk) => desk.toolbox.tool.name === "select",
    run: (desk) => desk.toolbox.use("select"),
  },
  {
    id: "tool-paint",
    icon: "paint",
    keys: ["P"],
    label: _("Paint"),
    pressed: (desk) => desk.toolbox.tool.name === "paint",
    run: (desk) => desk.toolbox.use("paint"),
  },
  {
    id: "tool-hinge",
    icon: "hinge",
    keys: ["J"],
    label: _("Turn about a joint"),
    pressed: (desk) => desk.toolbox.tool.name === "hinge",
    run: (desk) => desk.toolbox.use("hinge"),
  },
  {
    id: "tool-measure",
    icon: "ruler",
    keys: ["M"],
    label: _("Measure"),
    pressed: (desk) => desk.toolbox.tool.name === "measure",
    run: (desk) => desk.toolbox.use("measure"),
  },
  {
    id: "minifigure",
    icon: "person",
    keys: ["Shift+M"],
    label: _("Build a minifigure"),
    run: (desk) => desk.page.openDialog("minifigure"),
  },
  {
    id: "magnet",
    icon: "magnet",
    keys: ["N"],
    label: _("Snap to connectors"),
    pressed: (desk) => desk.atHand.magnetic,
    run: (desk) => {
      desk.atHand.magnetic = !desk.atHand.magnetic;
      desk.page.refresh();
    },
  },
  {
    id: "grid",
    icon: "grid",
    keys: ["G"],
    label: _("Next grid: stud, half stud, fine, finest, none"),
    run: (desk) => {
      desk.atHand.nextGrid();
      desk.page.refresh();
    },
  },
  {
    id: "turn-step",
    keys: ["Shift+R"],
    label: _("Next turn: 90, 45, 22.5, 15, 5 or 1 degree"),
    run: (desk) => {
      desk.atHand.nextTurn();
      desk.page.refresh();
    },
  },
  {
    id: "pick-colour",
    keys: ["I"],
    label: _("Take part and colour of what is selected"),
    enabled: some,
    run: async (desk) => {
      const [line] = desk.selection.placements();
      if (!line) return;
      desk.toolbox.setColour(line.colour);
      if (!desk.store.named(line.reference)) await desk.toolbox.take(partId(line.reference));
    },
  },
];
