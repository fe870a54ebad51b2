/** The prints that the palette folds under their mould. */

import { html, nothing, type TemplateResult } from "lit-html";
import { _, n_ } from "../words";
import type { Offer } from "./palette_tabs";

/** How many prints a part has, and a way to them; nothing for a part without. */
export function printsButton(part: Offer, show: () => void): TemplateResult | typeof nothing {
  if (!part.prints) return nothing;
  const label = n_("%(n)s print", "%(n)s prints", part.prints);
  return html`<button
    type="button"
    class="part-prints"
    title=${label}
    aria-label="${part.name}: ${label}"
    @click=${show}
  >
    +${part.prints}
  </button>`;
}

/** Whose prints are shown, and the way back to all parts. */
export function printsHeading(
  mould: Offer | undefined,
  back: () => void,
): TemplateResult | typeof nothing {
  if (!mould) return nothing;
  return html`<p class="palette-mould small">
    ${_("Prints of %(part)s", { part: mould.name })}
    <button type="button" class="link" @click=${back}>${_("All parts")}</button>
  </p>`;
}
