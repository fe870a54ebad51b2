/** What keys do: those of the tool at hand come first, then those of actions. */

import { actionFor, perform } from "../actions/all";
import type { Desk } from "../desk";

const TYPING = "input:not([type=range]):not([type=checkbox]), textarea, select";

/** Listens to the whole page, but not while somebody types or a dialog is open. */
export function listenToKeys(desk: Desk): void {
  window.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (document.querySelector("dialog[open]") || target.matches(TYPING)) return;
    // Enter and Space press the button that has the focus; everything else goes to the tool first.
    const pressing =
      target.matches("button, a, summary, input") && ["Enter", " ", "Tab"].includes(event.key);
    const inList =
      target.closest("[role=tablist], select") !== null && event.key.startsWith("Arrow");
    if (!pressing && !inList && desk.toolbox.tool.key?.(event)) {
      event.preventDefault();
      return;
    }
    const wanted = actionFor(event);
    if (!wanted || (pressing && wanted.keys[0] === "Enter")) return;
    event.preventDefault();
    perform(desk, wanted);
  });
}
