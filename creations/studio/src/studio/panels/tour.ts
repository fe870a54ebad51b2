/** The first visit: four short hints that end with a brick placed. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import { _ } from "../words";
import { icon } from "./pieces";

type Needs = Pick<Desk, "store" | "shelf" | "page" | "toolbox">;

interface Hint {
  /** What it points at. */
  at: string;
  words: string;
  /** Whether what it asks for is done. */
  done: () => boolean;
}

export class Tour {
  private step = -1;
  private readonly hints: Hint[];

  constructor(private readonly desk: Needs) {
    this.hints = [
      {
        at: "palette",
        words: _("Choose a part here: click one. Typing searches twenty thousand."),
        done: () => desk.toolbox.tool.name === "place",
      },
      {
        at: "colours",
        words: _("This is its colour. Choose another if you like, then go on."),
        done: () => false,
      },
      {
        at: "model",
        words: _("Now click where it shall stand. A and D turn it; it snaps to studs by itself."),
        done: () => desk.store.history.undoStack.length > 0,
      },
      {
        at: "save",
        words: _("Placed! Everything is kept as you go. When it is ready, publish it from here."),
        done: () => false,
      },
    ];
  }

  begin(): void {
    this.step = 0;
    this.desk.page.refresh();
  }

  end(): void {
    this.step = -1;
    this.desk.shelf.noteToured();
    this.desk.page.refresh();
  }

  view(): TemplateResult | typeof nothing {
    while (this.step >= 0 && this.hints[this.step]?.done()) this.step++;
    const hint = this.hints[this.step];
    if (!hint) return nothing;
    const isLast = this.step === this.hints.length - 1;
    return html`<div class="tour is-at-${hint.at}" role="dialog" aria-label=${_("First steps")}>
      <p>${hint.words}</p>
      <div>
        <span class="muted small">${this.step + 1} / ${this.hints.length}</span>
        <button type="button" class="button quiet small" @click=${() => this.end()}>
          ${isLast ? _("Build on") : _("No thanks")}
        </button>
        ${isLast ? nothing : this.nextButton()}
      </div>
    </div>`;
  }

  private nextButton(): TemplateResult {
    const next = (): void => {
      this.step++;
      this.desk.page.refresh();
    };
    return html`<button type="button" class="button small" @click=${next}>
      ${_("Next")} ${icon("right")}
    </button>`;
  }
}
