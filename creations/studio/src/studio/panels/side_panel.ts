/** The panels beside the model, one at a time. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import { _, n_ } from "../words";
import type { ActionButton } from "./action_button";
import { ChecksPanel } from "./checks_panel";
import { HistoryPanel } from "./history_panel";
import { PartsPanel } from "./parts_panel";
import { icon } from "./pieces";
import { SelectionPanel } from "./selection_panel";
import { StepsPanel } from "./steps_panel";

const NAMES = ["selection", "steps", "parts", "checks", "history"] as const;
type Name = (typeof NAMES)[number];

export class SidePanel {
  private shown: Name = "selection";
  private readonly panels: Record<Name, { view(): TemplateResult }>;

  constructor(
    private readonly desk: Desk,
    button: ActionButton,
  ) {
    this.panels = {
      selection: new SelectionPanel(desk, button),
      steps: new StepsPanel(desk),
      parts: new PartsPanel(desk),
      checks: new ChecksPanel(desk),
      history: new HistoryPanel(desk),
    };
  }

  view(): TemplateResult {
    const title = this.title(this.shown);
    return html`<div class="tabs" role="tablist" aria-label=${_("Panels")}>
        ${NAMES.map((name) => this.tab(name))}
      </div>
      <div class="panel-body" id="panel" role="tabpanel" tabindex="0" aria-label=${title}>
        <h2>${title}</h2>
        ${this.panels[this.shown].view()}
      </div>`;
  }

  private title(name: Name): string {
    return {
      selection: _("Selection"),
      steps: _("Steps"),
      parts: _("Parts list"),
      checks: _("Checks"),
      history: _("History"),
    }[name];
  }

  private picture(name: Name): string {
    return {
      selection: "sliders",
      steps: "steps",
      parts: "list",
      checks: this.desk.checker.findings.length > 0 ? "warning" : "check",
      history: "history",
    }[name];
  }

  private tab(name: Name): TemplateResult {
    const title = this.title(name);
    const found = name === "checks" ? this.desk.checker.findings.length : 0;
    const label = found > 0 ? n_("Checks: %(n)s finding", "Checks: %(n)s findings", found) : title;
    const show = (): void => {
      this.shown = name;
      this.desk.page.refresh();
    };
    return html`<button
      type="button"
      role="tab"
      id="tab-${name}"
      aria-controls="panel"
      title=${title}
      aria-label=${label}
      aria-selected=${name === this.shown}
      @click=${show}
    >
      ${icon(this.picture(name))}${found > 0 ? html`<span class="count">${found}</span>` : nothing}
    </button>`;
  }
}
