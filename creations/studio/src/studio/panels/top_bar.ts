/** The bar above the model: back, the title and whether all is kept, the tools, save and publish. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import type { State } from "../document/sync";
import { _ } from "../words";
import type { ActionButton } from "./action_button";
import { icon } from "./pieces";

const SIDES = ["front", "back", "left", "right", "top", "bottom"];

export class TopBar {
  constructor(
    private readonly desk: Pick<Desk, "about" | "sync">,
    private readonly button: ActionButton,
  ) {}

  view(): TemplateResult {
    const { about } = this.desk;
    const back = _("Back to its page");
    return html`
      <a class="tool-button" href=${about.address} aria-label=${back} title=${back}>
        ${icon("left")}
      </a>
      <div class="studio-title">
        <h1>${about.title}</h1>
        ${this.keeping()}
      </div>
      ${this.group(_("Edit"), ["undo", "redo", "duplicate", "delete"])}
      ${this.group(_("Tools"), ["tool-select", "tool-paint", "tool-hinge", "tool-measure", "minifigure"])}
      <div class="tool-group only-wide" role="toolbar" aria-label=${_("View")}>
        ${["fit", "home", "orthographic", "section"].map((id) => this.button(id))} ${this.sides()}
      </div>
      <span class="grow"></span>
      ${this.group(_("File"), ["import", "export", "shortcuts"])}
      <div class="studio-finish">
        <span class="only-wide">${this.button("save", { primary: true })}</span>
        ${this.button("publish", { primary: true })}
      </div>
    `;
  }

  private group(label: string, actions: string[]): TemplateResult {
    return html`<div class="tool-group" role="toolbar" aria-label=${label}>
      ${actions.map((id) => this.button(id))}
    </div>`;
  }

  private sides(): TemplateResult {
    const label = _("Look from");
    return html`<details class="menu">
      <summary class="tool-button" aria-label=${label} title=${label}>${icon("cube")}</summary>
      <div class="menu-panel">${SIDES.map((id) => this.button(id, { text: true }))}</div>
    </details>`;
  }

  /** Whether what was built is kept, and where. */
  private keeping(): TemplateResult {
    const { sync } = this.desk;
    const words: Record<State, string> = {
      saved: _("Everything is kept"),
      saving: _("Keeping …"),
      offline: _("The network is away; kept in this browser"),
      "signed-out": _("You are signed out; kept in this browser. Sign in in another tab."),
      elsewhere: _(
        "A new revision was made elsewhere; kept in this browser. Open the Studio again.",
      ),
      refused: sync.problem,
    };
    const revision = sync.revision
      ? html`<span class="only-wide">
          · ${_("revision %(number)s", { number: sync.revision })}</span
        >`
      : nothing;
    return html`<span class="save-state is-${sync.state}" role="status" data-state=${sync.state}
      >${words[sync.state]}${revision}</span
    >`;
  }
}
