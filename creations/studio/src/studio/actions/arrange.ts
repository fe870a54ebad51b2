/** What is done with the chosen lines: grouped, mirrored, hidden, made a submodel. */

import type { Desk } from "../desk";
import * as commands from "../document/commands";
import { _ } from "../words";
import { type ActionOf, some, someFree } from "./action";

type Needs = Pick<Desk, "store" | "scene" | "selection" | "model" | "atHand" | "page">;

export const ARRANGE: ActionOf<Needs>[] = [
  {
    id: "group",
    icon: "group",
    keys: ["Ctrl+G"],
    label: _("Group"),
    enabled: (desk) => desk.selection.free().length > 1,
    run: (desk) =>
      commands.groupParts(
        desk.store,
        desk.scene.file,
        desk.selection.free(),
        _("Group"),
        _("Group"),
      ),
  },
  {
    id: "ungroup",
    icon: "ungroup",
    keys: ["Ctrl+U"],
    label: _("Ungroup"),
    enabled: (desk) => [...desk.selection].some((line) => desk.scene.placement(line)?.group),
    run: (desk) =>
      commands.ungroupParts(desk.store, desk.scene.file, desk.selection.free(), _("Ungroup")),
  },
  {
    id: "submodel",
    icon: "submodel",
    keys: ["Ctrl+M"],
    label: _("Make a submodel"),
    enabled: someFree,
    run: (desk) => desk.page.openDialog("submodel"),
  },
  {
    id: "enter",
    keys: ["Ctrl+Enter"],
    label: _("Open the submodel"),
    enabled: (desk) => submodelOf(desk) !== undefined,
    run: (desk) => desk.model.enter(submodelOf(desk)!),
  },
  {
    id: "leave",
    keys: ["Ctrl+Backspace"],
    label: _("Back to the model around it"),
    enabled: (desk) => desk.model.path.length > 1,
    run: (desk) => desk.model.leave(),
  },
  {
    id: "explode",
    icon: "explode",
    keys: ["Ctrl+Shift+E"],
    label: _("Explode the submodel"),
    enabled: (desk) => submodelOf(desk) !== undefined,
    run: (desk) =>
      desk.selection.set(
        commands.explodeSubmodel(
          desk.store,
          desk.scene.file,
          submodelOf(desk)!,
          _("Explode the submodel"),
        ),
      ),
  },
  {
    id: "replace",
    icon: "swap",
    keys: ["Ctrl+R"],
    label: _("Replace with another part"),
    enabled: someFree,
    run: (desk) => desk.page.openDialog("replace"),
  },
  {
    id: "paint-selection",
    icon: "paint",
    keys: ["C"],
    label: _("Paint in the colour at hand"),
    enabled: someFree,
    run: (desk) =>
      commands.recolour(
        desk.store,
        desk.scene.file,
        desk.selection.free(),
        desk.atHand.colour,
        _("Colour"),
      ),
  },
  {
    id: "mirror",
    icon: "mirror",
    keys: ["Ctrl+Shift+M"],
    label: _("Mirror"),
    enabled: someFree,
    run: (desk) => desk.page.openDialog("mirror"),
  },
  {
    id: "array",
    icon: "array",
    keys: ["Ctrl+Shift+A"],
    label: _("Array of copies"),
    enabled: some,
    run: (desk) => desk.page.openDialog("array"),
  },
  {
    id: "hide",
    icon: "eye-off",
    keys: ["H"],
    label: _("Hide"),
    enabled: some,
    run: (desk) => {
      const lines = [...desk.selection];
      desk.selection.set([]);
      commands.markParts(desk.store, desk.scene.file, lines, "hidden", true, _("Hide"));
    },
  },
  {
    id: "show",
    icon: "eye",
    keys: ["Shift+H"],
    label: _("Show all that is hidden"),
    enabled: (desk) => marked(desk, "hidden").length > 0,
    run: (desk) =>
      commands.markParts(
        desk.store,
        desk.scene.file,
        marked(desk, "hidden"),
        "hidden",
        false,
        _("Show all that is hidden"),
      ),
  },
  {
    id: "lock",
    icon: "lock",
    keys: ["L"],
    label: _("Lock"),
    enabled: someFree,
    run: (desk) =>
      commands.markParts(
        desk.store,
        desk.scene.file,
        [...desk.selection],
        "locked",
        true,
        _("Lock"),
      ),
  },
  {
    id: "unlock",
    icon: "unlock",
    keys: ["Shift+L"],
    label: _("Unlock all"),
    enabled: (desk) => marked(desk, "locked").length > 0,
    run: (desk) =>
      commands.markParts(
        desk.store,
        desk.scene.file,
        marked(desk, "locked"),
        "locked",
        false,
        _("Unlock all"),
      ),
  },
];

/** The only chosen line, when it places a submodel. */
function submodelOf(desk: Pick<Needs, "store" | "scene" | "selection">): string | undefined {
  if (desk.selection.size !== 1) return undefined;
  const [line] = desk.selection;
  const placed = desk.scene.placement(line!);
  return placed && desk.store.named(placed.reference)?.kind === "model" ? line : undefined;
}

/** The lines of the open file that are hidden, or locked. */
function marked(desk: Pick<Needs, "store" | "scene">, marks: "hidden" | "locked"): string[] {
  const prefix = `${desk.scene.file}/`;
  return [...desk.store[marks]]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
}
