/** The parts list with its price, what the checks found, and the history. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Finding } from "../checks/findings";
import { type Lot, partsList } from "../document/expand";
import { normalise, partId } from "../document/shape";
import type { Studio } from "../studio_app";
import { _, money, n_ } from "../words";
import { icon, partPicture, swatch } from "./pieces";

const SHOWN = 300;

export class PartsPanel {
  constructor(private readonly studio: Studio) {}

  view(): TemplateResult {
    const { studio } = this;
    const lots = partsList(studio.store, studio.store.mainKey, (part) =>
      studio.library.isPart(part),
    );
    let total = 0,
      missing = 0,
      parts = 0;
    for (const lot of lots) {
      parts += lot.quantity;
      const price = lot.custom ? null : studio.prices.get(lot.part, lot.colour);
      if (price && price.available >= lot.quantity) total += price.each * lot.quantity;
      else if (price !== undefined) missing++;
    }
    const sorted = [...lots].sort((a, b) => b.quantity - a.quantity);
    return html`<p class="sum"><strong>${n_("%(n)s part", "%(n)s parts", parts)}</strong> · ${n_("%(n)s lot", "%(n)s lots", lots.length)} · <strong data-total>${money(total, studio.prices.currency)}</strong></p>
      ${missing > 0 ? html`<p class="warning small">${icon("warning")} ${n_("%(n)s lot is in no shop.", "%(n)s lots are in no shop.", missing)}</p>` : nothing}
      <ul class="lots">${repeat(
        sorted.slice(0, SHOWN),
        (lot) => `${lot.part}:${lot.colour}:${lot.custom}`,
        (lot) => this.lot(lot),
      )}</ul>
      ${sorted.length > SHOWN ? html`<p class="muted small">${n_("and %(n)s more lot", "and %(n)s more lots", sorted.length - SHOWN)}</p>` : nothing}`;
  }

  private lot(lot: Lot): TemplateResult {
    const { studio } = this;
    const price = lot.custom ? null : studio.prices.get(lot.part, lot.colour);
    const colour = studio.colours.get(lot.colour);
    const name = studio.library.get(lot.part)?.name ?? lot.part;
    const select = (): void =>
      studio.selectWhere(
        (line) => line.colour === lot.colour && partId(normalise(line.reference)) === lot.part,
      );
    return html`<li class=${price === null ? "is-missing" : ""}><button type="button" @click=${select} title=${_("Select them")}>
      <img src=${partPicture(lot.part, lot.colour)} alt="" loading="lazy" width="44" height="44">
      <span class="lot-name">${name}<span class="muted small">${swatch(colour)} ${colour.name}</span></span>
      <span class="lot-count">${lot.quantity}×</span>
      <span class="lot-price small">${price ? money(price.each * lot.quantity, studio.prices.currency) : price === null ? _("in no shop") : "…"}</span></button></li>`;
  }
}

export class ChecksPanel {
  constructor(private readonly studio: Studio) {}

  view(): TemplateResult {
    const { findings, report } = this.studio.checker;
    if (!report) return html`<p class="muted">${_("Looking the model over …")}</p>`;
    if (findings.length === 0)
      return html`<p class="all-well">${icon("check")} ${_("All is well: nothing cuts into anything, everything holds, and it stands.")}</p>`;
    return html`<ul class="findings">${findings.map((finding) => html`<li><button type="button" @click=${() => this.show(finding)}>${icon("warning")}<span>${this.sentence(finding)}</span></button></li>`)}</ul>`;
  }

  private sentence(finding: Finding): string {
    const named = (line: string): string => {
      const placed = this.studio.placement(line);
      return this.studio.scene.itemsOf(line)[0]?.part.name ?? placed?.reference ?? line;
    };
    switch (finding.kind) {
      case "collision":
        return _("%(one)s cuts into %(other)s.", {
          one: named(finding.lines[0]),
          other: named(finding.lines[1]),
        });
      case "loose":
        return finding.lines.length === 1
          ? _("%(part)s is connected to nothing.", { part: named(finding.lines[0]!) })
          : n_(
              "%(n)s part floats by itself.",
              "%(n)s parts float by themselves.",
              finding.lines.length,
            );
      case "falls":
        return _("It falls over: the middle of its mass is not above what it stands on.");
      case "unknown-part":
        return _("Nobody knows the part %(part)s; it is drawn as a box.", { part: finding.part });
      case "unknown-colour":
        return _("There is no colour %(colour)s.", { colour: finding.colour });
    }
  }

  private show(finding: Finding): void {
    const { studio } = this;
    if (!("lines" in finding)) {
      studio.look(0, 0);
      return;
    }
    studio.select(finding.lines);
    studio.fit();
  }
}

export class HistoryPanel {
  constructor(private readonly studio: Studio) {}

  view(): TemplateResult {
    const { studio } = this;
    const { done, undone } = studio.store.labels();
    const go = (steps: number): void => {
      for (let k = 0; k < Math.abs(steps); k++)
        steps < 0 ? studio.store.undo() : studio.store.redo();
    };
    const recent = done.slice(-200);
    const first = done.length - recent.length;
    return html`<ol class="history" reversed>
      ${undone.map((label, index) => html`<li class="is-undone"><button type="button" @click=${() => go(undone.length - index)}>${label}</button></li>`)}
      ${[...recent].reverse().map((label, index) => html`<li class=${index === 0 ? "is-current" : ""}><button type="button" aria-current=${index === 0} @click=${() => go(-index)}>${label}</button></li>`)}
      ${first > 0 ? html`<li class="muted small">${n_("%(n)s more before", "%(n)s more before", first)}</li>` : nothing}
      <li class=${done.length === 0 ? "is-current" : ""}><button type="button" @click=${() => go(-done.length)}>${_("As it was opened")}</button></li>
    </ol>`;
  }
}
