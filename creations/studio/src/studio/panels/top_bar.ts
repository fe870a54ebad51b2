/** The bar above the model: back, the title and whether all is kept, the tools, save and publish. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import type { State } from "../document/keeping/link";
import { _ } from "../words";
import type { ActionButton } from "./action_button";
import { icon } from "./pieces";

const SIDES = ["front", "back", "left", "right", "top", "bottom"];

export class TopBar {
  constructor(
    private readonly desk: Pick<Desk, "about" | "link" | "overlaps" | "page">,
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

  /** Whether what was built is kept, and where; and what waits for the designer to choose. */
  private keeping(): TemplateResult {
    const { link } = this.desk;
    const here = link.isLasting ? "" : _("This browser cannot keep it: leave this page open.");
    const words: Record<State, string> = {
      saved: _("Everything is kept"),
      saving: _("Keeping …"),
      offline: here || _("The network is away; kept in this browser"),
      "signed-out": here || _("You are signed out; kept in this browser. Sign in in another tab."),
      elsewhere: _("A newer revision lies on the workbench; yours is kept in this browser."),
      gone: _("This creation was deleted; export what you made."),
      refused: link.problem,
    };
    return html`<span class="save-state is-${link.state}" role="status" data-state=${link.state}
        >${words[link.state]}${this.revision()}</span
      >
      ${this.choices()}`;
  }

  private revision(): TemplateResult | typeof nothing {
    const number = this.desk.link.revisions.base;
    if (!number) return nothing;
    return html`<span class="only-wide"> · ${_("revision %(number)s", { number })}</span>`;
  }

  private choices(): TemplateResult | typeof nothing {
    const { link, overlaps, page } = this.desk;
    const choice = (words: string, act: () => void): TemplateResult =>
      html`<button type="button" class="save-choice" @click=${act}>${words}</button>`;
    if (link.state === "elsewhere") return choice(_("Open it"), () => window.location.reload());
    if (overlaps.found.length > 0)
      return choice(_("Changed here and elsewhere at once"), () => page.openDialog("overlaps"));
    if (!link.isSuperseded) return nothing;
    const number = link.revisions.newest;
    return choice(_("Revision %(number)s was made elsewhere", { number }), () =>
      page.openDialog("newer"),
    );
  }
}
