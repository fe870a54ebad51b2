/** All actions, by section: the one list for buttons, keys and the sheet of shortcuts. */

import { attempt } from "../attempt";
import type { Desk } from "../desk";
import { _ } from "../words";
import type { Action } from "./action";
import { ARRANGE } from "./arrange";
import { EDIT } from "./edit";
import { FILE } from "./file";
import { SELECT } from "./select";
import { STEPS } from "./steps";
import { TOOLS } from "./tools";
import { VIEW } from "./view";

/** In the order the sheet of shortcuts shows them. */
export const SECTIONS: { title: string; actions: Action[] }[] = [
  { title: _("Edit"), actions: EDIT },
  { title: _("Select"), actions: SELECT },
  { title: _("Arrange"), actions: ARRANGE },
  { title: _("Tools"), actions: TOOLS },
  { title: _("View"), actions: VIEW },
  { title: _("Steps"), actions: STEPS },
  { title: _("File"), actions: FILE },
];

/** All of them, in one row. */
export const ACTIONS: Action[] = SECTIONS.flatMap(({ actions }) => actions);

const byId = new Map(ACTIONS.map((action) => [action.id, action]));

/** Throws when there is none of this id: ids stand in code, so that is a slip of ours. */
export function action(id: string): Action {
  const found = byId.get(id);
  if (!found) throw new Error(`there is no action ${id}`);
  return found;
}

/** Do an action, if it can be done now. */
export function perform(desk: Desk, wanted: Action): void {
  if (wanted.enabled?.(desk) === false) return;
  void attempt(desk.page, wanted.label, () => wanted.run(desk));
}

/** The action a key means, if any. */
export function actionFor(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): Action | undefined {
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const control = event.ctrlKey || event.metaKey;
  // Of other characters, such as "?", Shift is how one types them.
  const isShiftNamed = /^[A-Z]$/.test(name) || event.key.length > 1;
  const pressed = [
    control ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey && isShiftNamed ? "Shift" : "",
    name,
  ]
    .filter(Boolean)
    .join("+");
  return ACTIONS.find((known) => known.keys.includes(pressed));
}
