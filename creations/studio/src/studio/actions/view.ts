/** Where one looks from. */

import type { Desk } from "../desk";
import { _ } from "../words";
import type { ActionOf } from "./action";

type Needs = Pick<Desk, "selection" | "camera">;

export const VIEW: ActionOf<Needs>[] = [
  {
    id: "fit",
    icon: "fit",
    keys: ["F"],
    label: _("Fit what is selected"),
    run: (desk) => desk.camera.fit(desk.selection),
  },
  {
    id: "home",
    icon: "home",
    keys: ["0", "Home"],
    label: _("The whole model"),
    run: (desk) => desk.camera.home(),
  },
  {
    id: "front",
    keys: ["1"],
    label: _("From the front"),
    run: (desk) => desk.camera.look(0, 0),
  },
  { id: "back", keys: ["2"], label: _("From behind"), run: (desk) => desk.camera.look(180, 0) },
  {
    id: "left",
    keys: ["3"],
    label: _("From the left"),
    run: (desk) => desk.camera.look(-90, 0),
  },
  {
    id: "right",
    keys: ["4"],
    label: _("From the right"),
    run: (desk) => desk.camera.look(90, 0),
  },
  { id: "top", keys: ["5"], label: _("From above"), run: (desk) => desk.camera.look(0, 89.9) },
  {
    id: "bottom",
    keys: ["6"],
    label: _("From below"),
    run: (desk) => desk.camera.look(0, -89.9),
  },
  {
    id: "orthographic",
    icon: "orthographic",
    keys: ["O"],
    label: _("Without perspective"),
    pressed: (desk) => desk.camera.isOrthographic,
    run: (desk) => desk.camera.setOrthographic(!desk.camera.isOrthographic),
  },
  {
    id: "section",
    icon: "section",
    keys: ["X"],
    label: _("Cut the view open"),
    pressed: (desk) => desk.camera.section !== undefined,
    run: (desk) => desk.camera.setSection(desk.camera.section ? undefined : { axis: 2, at: 0.5 }),
  },
  {
    id: "zoom-in",
    keys: ["+", "="],
    label: _("Nearer"),
    run: (desk) => desk.camera.orbit(0, 0, 0.85),
  },
  {
    id: "zoom-out",
    keys: ["-"],
    label: _("Farther"),
    run: (desk) => desk.camera.orbit(0, 0, 1.18),
  },
  {
    id: "orbit-left",
    keys: ["Alt+ArrowLeft"],
    label: _("Turn the view left"),
    run: (desk) => desk.camera.orbit(-0.15, 0),
  },
  {
    id: "orbit-right",
    keys: ["Alt+ArrowRight"],
    label: _("Turn the view right"),
    run: (desk) => desk.camera.orbit(0.15, 0),
  },
  {
    id: "orbit-up",
    keys: ["Alt+ArrowUp"],
    label: _("Turn the view up"),
    run: (desk) => desk.camera.orbit(0, 0.12),
  },
  {
    id: "orbit-down",
    keys: ["Alt+ArrowDown"],
    label: _("Turn the view down"),
    run: (desk) => desk.camera.orbit(0, -0.12),
  },
];
