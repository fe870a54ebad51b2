/** The parts list with its price. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Desk } from "../desk";
import { type Lot, partsList } from "../document/expand";
import { normalise, partId } from "../document/shape";
import { _, money, n_ } from "../words";
import { icon, partPicture, swatch } from "./pieces";

type Needs = Pick<Desk, "store" | "library" | "colours" | "prices" | "selection">;

const SHOWN = 300;

export class PartsPanel {
  constructor(private readonly desk: Needs) {}

  view(): TemplateResult {
    const { desk } = this;
    const lots = partsList(desk.store, desk.store.mainKey, (part) => desk.library.isPart(part));
    let total = 0,
      missing = 0,
      parts = 0;
    for (const lot of lots) {
      parts += lot.quantity;
      const price = lot.custom ? null : desk.prices.get(lot.part, lot.colour);
      if (price && price.available >= lot.quantity) total += price.each * lot.quantity;
      else if (price !== undefined) missing++;
    }
    const sorted = [...lots].sort((a, b) => b.quantity - a.quantity);
    return html`<p class="sum"><strong>${n_("%(n)s part", "%(n)s parts", parts)}</strong> · ${n_("%(n)s lot", "%(n)s lots", lots.length)} · <strong data-total>${money(total, desk.prices.currency)}</strong></p>
      ${missing > 0 ? html`<p class="warning small">${icon("warning")} ${n_("%(n)s lot is in no shop.", "%(n)s lots are in no shop.", missing)}</p>` : nothing}
      <ul class="lots">${repeat(
        sorted.slice(0, SHOWN),
        (lot) => `${lot.part}:${lot.colour}:${lot.custom}`,
        (lot) => this.lot(lot),
      )}</ul>
      ${sorted.length > SHOWN ? html`<p class="muted small">${n_("and %(n)s more lot", "and %(n)s more lots", sorted.length - SHOWN)}</p>` : nothing}`;
  }

  private lot(lot: Lot): TemplateResult {
    const { desk } = this;
    const price = lot.custom ? null : desk.prices.get(lot.part, lot.colour);
    const colour = desk.colours.get(lot.colour);
    const name = desk.library.get(lot.part)?.name ?? lot.part;
    const select = (): void =>
      desk.selection.where(
        (line) => line.colour === lot.colour && partId(normalise(line.reference)) === lot.part,
      );
    return html`<li class=${price === null ? "is-missing" : ""}><button type="button" @click=${select} title=${_("Select them")}>
      <img src=${partPicture(lot.part, lot.colour)} alt="" loading="lazy" width="44" height="44">
      <span class="lot-name">${name}<span class="muted small">${swatch(colour)} ${colour.name}</span></span>
      <span class="lot-count">${lot.quantity}×</span>
      <span class="lot-price small">${price ? money(price.each * lot.quantity, desk.prices.currency) : price === null ? _("in no shop") : "…"}</span></button></li>`;
  }
}
