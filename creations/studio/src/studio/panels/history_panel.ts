/** What was done and undone; a click goes there. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import { _, n_ } from "../words";

/** More than these are counted only. */
const SHOWN = 200;

export class HistoryPanel {
  constructor(private readonly desk: Pick<Desk, "store">) {}

  view(): TemplateResult {
    const { done, undone } = this.desk.store.labels();
    const recent = done.slice(-SHOWN).reverse();
    const older = done.length - recent.length;
    return html`<ol class="history" reversed>
      ${undone.map((label, index) => this.step(label, undone.length - index, "is-undone"))}
      ${recent.map((label, index) => this.step(label, -index, index === 0 ? "is-current" : ""))}
      ${
        older > 0
          ? html`<li class="muted small">
              ${n_("%(n)s more before", "%(n)s more before", older)}
            </li>`
          : nothing
      }
      ${this.step(_("As it was opened"), -done.length, done.length === 0 ? "is-current" : "")}
    </ol>`;
  }

  /** `away` is how many steps it is from now: below zero are undone, above zero done again. */
  private step(label: string, away: number, state: string): TemplateResult {
    return html`<li class=${state}>
      <button
        type="button"
        aria-current=${state === "is-current"}
        @click=${() => this.go(away)}
      >
        ${label}
      </button>
    </li>`;
  }

  private go(away: number): void {
    const { store } = this.desk;
    for (let k = 0; k < away; k++) store.redo();
    for (let k = 0; k > away; k--) store.undo();
  }
}
