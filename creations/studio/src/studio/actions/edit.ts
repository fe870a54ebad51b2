/** History, the clipboard, and what is done again and again. */

import { duplicate } from "../arranging/duplicate";
import type { Desk } from "../desk";
import * as commands from "../document/commands";
import { _ } from "../words";
import { type ActionOf, some, someFree } from "./action";
import { copy, isFilled, paste } from "./clipboard";

type Needs = Pick<Desk, "store" | "library" | "scene" | "selection" | "model" | "toolbox" | "page">;

export const EDIT: ActionOf<Needs>[] = [
  {
    id: "undo",
    icon: "undo",
    keys: ["Ctrl+Z"],
    label: _("Undo"),
    enabled: (desk) => desk.store.history.undoStack.length > 0,
    run: (desk) => desk.store.undo(),
  },
  {
    id: "redo",
    icon: "redo",
    keys: ["Ctrl+Y", "Ctrl+Shift+Z"],
    label: _("Redo"),
    enabled: (desk) => desk.store.history.redoStack.length > 0,
    run: (desk) => desk.store.redo(),
  },
  {
    id: "cut",
    keys: ["Ctrl+X"],
    label: _("Cut"),
    enabled: someFree,
    run: (desk) => {
      copy(desk);
      remove(desk);
    },
  },
  { id: "copy", keys: ["Ctrl+C"], label: _("Copy"), enabled: some, run: copy },
  {
    id: "paste",
    keys: ["Ctrl+V"],
    label: _("Paste"),
    enabled: isFilled,
    run: paste,
  },
  {
    id: "duplicate",
    icon: "duplicate",
    keys: ["Ctrl+D"],
    label: _("Duplicate"),
    enabled: some,
    run: duplicate,
  },
  {
    id: "delete",
    icon: "trash",
    keys: ["Delete", "Backspace"],
    label: _("Delete"),
    enabled: someFree,
    run: remove,
  },
];

function remove(desk: Needs): void {
  commands.removeParts(desk.store, desk.scene.file, desk.selection.free(), _("Delete"));
}
