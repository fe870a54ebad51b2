/** Buttons for actions. */

import { html, nothing, type TemplateResult } from "lit-html";
import { action, perform } from "../actions/all";
import type { Desk } from "../desk";
import { icon } from "./pieces";

/** How large a button is. */
export interface Looks {
  /** Its name beside its icon. */
  text?: boolean;
  /** A large one, with its name. */
  primary?: boolean;
}

/** Makes the button of an action: its icon, its name as a hint, and whether it can be done now. */
export type ActionButton = (id: string, looks?: Looks) => TemplateResult;

/** Buttons of all actions, for this desk. */
export function actionButtons(desk: Desk): ActionButton {
  return (id, looks = {}) => {
    const known = action(id);
    const [key] = known.keys;
    const isNamed = looks.text || looks.primary || !known.icon;
    return html`<button
      type="button"
      class=${looks.primary ? "button small" : "tool-button"}
      title="${known.label}${key ? ` (${key})` : ""}"
      aria-label=${known.label}
      aria-keyshortcuts=${key?.replace("Ctrl", "Control") ?? nothing}
      aria-pressed=${known.pressed ? String(known.pressed(desk)) : nothing}
      data-action=${id}
      ?disabled=${known.enabled?.(desk) === false}
      @click=${() => perform(desk, known)}
    >
      ${known.icon ? icon(known.icon) : nothing}
      ${isNamed ? html`<span>${known.label}</span>` : nothing}
    </button>`;
  };
}
