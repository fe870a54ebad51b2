/** What was done and undone; a click goes there. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import { _, n_ } from "../words";

type Needs = Pick<Desk, "store">;

/** More than these are counted only. */
const SHOWN = 200;

export class HistoryPanel {
  constructor(private readonly desk: Needs) {}

  view(): TemplateResult {
    const { desk } = this;
    const { done, undone } = desk.store.labels();
    const go = (steps: number): void => {
      for (let k = 0; k < Math.abs(steps); k++) steps < 0 ? desk.store.undo() : desk.store.redo();
    };
    const recent = done.slice(-SHOWN);
    const first = done.length - recent.length;
    return html`<ol class="history" reversed>
      ${undone.map((label, index) => html`<li class="is-undone"><button type="button" @click=${() => go(undone.length - index)}>${label}</button></li>`)}
      ${[...recent].reverse().map((label, index) => html`<li class=${index === 0 ? "is-current" : ""}><button type="button" aria-current=${index === 0} @click=${() => go(-index)}>${label}</button></li>`)}
      ${first > 0 ? html`<li class="muted small">${n_("%(n)s more before", "%(n)s more before", first)}</li>` : nothing}
      <li class=${done.length === 0 ? "is-current" : ""}><button type="button" @click=${() => go(-done.length)}>${_("As it was opened")}</button></li>
    </ol>`;
  }
}
