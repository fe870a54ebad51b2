/** What one can ask of the Studio by a button or a key. */

import type { Desk } from "../desk";

/** An action that needs only some of what lies on the desk. */
export interface ActionOf<Needs> {
  id: string;
  label: string;
  /** As shown, the first is the one shortcut sheets name: "Ctrl+Z", "Delete", "1". */
  keys: string[];
  icon?: string;
  /** Whether it can be done now; always, when it does not say. */
  enabled?: (desk: Needs) => boolean;
  /** Whether it is on, for what can be switched. */
  pressed?: (desk: Needs) => boolean;
  /** What it throws or rejects with is told to the person. */
  run: (desk: Needs) => void | Promise<void>;
}

/** An action, given all that lies on the desk. */
export type Action = ActionOf<Desk>;

/** Whether something is chosen. */
export const some = (desk: Pick<Desk, "selection">): boolean => desk.selection.size > 0;

/** Whether something is chosen that may be changed. */
export const someFree = (desk: Pick<Desk, "selection">): boolean =>
  desk.selection.free().length > 0;
