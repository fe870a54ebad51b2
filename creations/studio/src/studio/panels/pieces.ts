/** Small pieces that all panels are made of. */

import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Colour } from "../parts/colours";
import { _ } from "../words";

const sprite = (): string => document.documentElement.dataset["icons"] ?? "";

/** A picture of the page’s sprite, for the eye only: what it stands for has to be said as well. */
export function icon(name: string): TemplateResult {
  return html`<svg class="icon" aria-hidden="true" focusable="false">
    ${svg`<use href="${sprite()}#${name}"></use>`}
  </svg>`;
}

/** A chip of a colour. The page allows no inline style; setting the property is not one. */
export function swatch(colour: Colour): TemplateResult {
  return html`<span
    class="chip-colour ${colour.alpha < 1 ? "is-clear" : ""} is-${colour.finish}"
    .style=${`--chip: ${colour.css}`}
  ></span>`;
}

/** The address of a part's picture in an LDraw colour. */
export function partPicture(part: string, colour: number): string {
  return `/parts/${encodeURIComponent(part)}/${colour}.webp`;
}

/** In a list of finds: that a search got no answer. */
export function awayNote(search: { failed: boolean }): TemplateResult | typeof nothing {
  if (!search.failed) return nothing;
  return html`<li class="parts-note" role="alert">
    ${_("The network is away. Please try again.")}
  </li>`;
}
