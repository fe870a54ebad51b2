/** Small pieces that all panels are made of. */

import { html, nothing, svg, type TemplateResult } from "lit-html";
import { action, perform } from "../actions";
import type { Colour } from "../parts/colours";
import type { Studio } from "../studio_app";

const sprite = (): string => document.documentElement.dataset["icons"] ?? "";

export function icon(name: string): TemplateResult {
  return html`<svg class="icon" aria-hidden="true" focusable="false">${svg`<use href="${sprite()}#${name}"></use>`}</svg>`;
}

/** A button for an action: its icon, its name as a hint, and whether it can be done now. */
export function actionButton(
  studio: Studio,
  id: string,
  options: { text?: boolean; primary?: boolean } = {},
): TemplateResult {
  const known = action(id);
  const enabled = known.enabled?.(studio) ?? true;
  const key = known.keys[0] ? ` (${known.keys[0]})` : "";
  return html`<button
    type="button" class=${options.primary ? "button small" : "tool-button"} title="${known.label}${key}" aria-label=${known.label}
    aria-keyshortcuts=${known.keys[0]?.replace("Ctrl", "Control") ?? nothing} data-action=${id}
    aria-pressed=${known.pressed ? String(known.pressed(studio)) : nothing} ?disabled=${!enabled} @click=${() => perform(studio, id)}
  >${known.icon ? icon(known.icon) : nothing}${options.text || options.primary || !known.icon ? html`<span>${known.label}</span>` : nothing}</button>`;
}

/** A chip of a colour. The page allows no inline style; setting the property is not one. */
export function swatch(colour: Colour): TemplateResult {
  return html`<span class="chip-colour ${colour.alpha < 1 ? "is-clear" : ""} is-${colour.finish}" .style=${`--chip: ${colour.css}`}></span>`;
}

export function partPicture(part: string, colour: number): string {
  return `/parts/${encodeURIComponent(part)}/${colour}.webp`;
}
