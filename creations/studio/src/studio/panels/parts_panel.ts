/** The parts list with its price. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Desk } from "../desk";
import { keyOf, type Lot, partsList } from "../document/expand";
import { partId } from "../document/shape";
import { linePrice, type Price } from "../parts/prices";
import { _, money, n_ } from "../words";
import { icon, partPicture, swatch } from "./pieces";

type Needs = Pick<Desk, "store" | "library" | "colours" | "prices" | "selection">;

/** More lots than these are counted only. */
const SHOWN = 300;

export class PartsPanel {
  constructor(private readonly desk: Needs) {}

  view(): TemplateResult {
    const { store, library } = this.desk;
    const lots = partsList(store, store.mainKey, (part) => library.listed(part));
    const sorted = [...lots].sort((a, b) => b.quantity - a.quantity);
    const more = sorted.length - SHOWN;
    return html`${this.sum(lots)}
      <ul class="lots">
        ${repeat(sorted.slice(0, SHOWN), keyOf, (lot) => this.lot(lot))}
      </ul>
      ${
        more > 0
          ? html`<p class="muted small">
              ${n_("and %(n)s more lot", "and %(n)s more lots", more)}
            </p>`
          : nothing
      }`;
  }

  /** Null when no shop has it, undefined while that is not known yet. */
  private price({ custom, part, colour }: Lot): Price | null | undefined {
    return custom ? null : this.desk.prices.get(part, colour);
  }

  private sum(lots: Lot[]): TemplateResult {
    let total = 0;
    let missing = 0;
    let parts = 0;
    for (const lot of lots) {
      parts += lot.quantity;
      const price = this.price(lot);
      if (price && price.available >= lot.quantity) total += linePrice(price, lot.quantity);
      else if (price !== undefined) missing++;
    }
    return html`<p class="sum">
        <strong>${n_("%(n)s part", "%(n)s parts", parts)}</strong> ·
        ${n_("%(n)s lot", "%(n)s lots", lots.length)} ·
        <strong data-total>${money(total, this.desk.prices.currency)}</strong>
      </p>
      ${
        missing > 0
          ? html`<p class="warning small">
              ${icon("warning")}
              ${n_("%(n)s lot is in no shop.", "%(n)s lots are in no shop.", missing)}
            </p>`
          : nothing
      }`;
  }

  private lot(lot: Lot): TemplateResult {
    const { library, colours } = this.desk;
    const colour = colours.get(lot.colour);
    const price = this.price(lot);
    return html`<li class=${price === null ? "is-missing" : ""}>
      <button type="button" title=${_("Select them")} @click=${() => this.select(lot)}>
        <img
          src=${partPicture(lot.part, lot.colour)}
          alt=""
          loading="lazy"
          width="44"
          height="44"
        />
        <span class="lot-name"
          >${library.get(lot.part)?.name ?? lot.part}
          <span class="muted small"
            >${swatch(colour)}
            ${colour.name}${lot.length > 0 ? html`, ${lot.length} mm` : nothing}</span
          ></span
        >
        <span class="lot-count">${lot.quantity}×</span>
        <span class="lot-price small">${this.cost(lot, price)}</span>
      </button>
    </li>`;
  }

  private cost(lot: Lot, price: Price | null | undefined): string {
    if (price === null) return _("in no shop");
    return price ? money(linePrice(price, lot.quantity), this.desk.prices.currency) : "…";
  }

  private select(lot: Lot): void {
    this.desk.selection.where(
      (line) => line.colour === lot.colour && partId(line.reference) === lot.part,
    );
  }
}
