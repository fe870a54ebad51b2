/** The page around the model: bars, panels, dialogs. Renders at most once a frame. */

import { html, nothing, render, type TemplateResult } from "lit-html";
import { actionFor, dialogs, perform } from "../actions";
import type { State } from "../document/sync";
import { GRIDS, type Studio, TURNS } from "../studio_app";
import type { Point } from "../tools/tool";
import { _, n_ } from "../words";
import { ColourPanel } from "./colour_panel";
import { Dialogs } from "./dialogs";
import { ChecksPanel, HistoryPanel, PartsPanel } from "./lists";
import { Palette } from "./palette";
import { actionButton, icon } from "./pieces";
import { SelectionPanel } from "./selection_panel";
import { StepsPanel } from "./steps_panel";

type Tab = "selection" | "steps" | "parts" | "checks" | "history";
type Sheet = "palette" | "panel" | undefined;

export class Shell {
  private tab: Tab = "selection";
  private sheet: Sheet;
  private wanted = false;
  private readonly palette: Palette;
  private readonly colours: ColourPanel;
  private readonly selection: SelectionPanel;
  private readonly steps: StepsPanel;
  private readonly parts: PartsPanel;
  private readonly checks: ChecksPanel;
  private readonly history: HistoryPanel;
  readonly dialogs: Dialogs;
  private readonly regions: Record<
    "top" | "left" | "right" | "status" | "dialog" | "tour",
    HTMLElement
  >;

  constructor(
    root: HTMLElement,
    private readonly studio: Studio,
    private readonly box: HTMLElement,
  ) {
    this.palette = new Palette(studio);
    this.colours = new ColourPanel(studio);
    this.selection = new SelectionPanel(studio);
    this.steps = new StepsPanel(studio);
    this.parts = new PartsPanel(studio);
    this.checks = new ChecksPanel(studio);
    this.history = new HistoryPanel(studio);
    this.dialogs = new Dialogs(studio);
    const region = (name: string): HTMLElement =>
      root.querySelector<HTMLElement>(`[data-region="${name}"]`)!;
    this.regions = {
      top: region("top"),
      left: region("left"),
      right: region("right"),
      status: region("status"),
      dialog: region("dialog"),
      tour: region("tour"),
    };
    studio.onRefresh = () => this.refresh();
    studio.onStatus = () => render(this.status(), this.regions.status);
    studio.onBox = (from, to) => this.showBox(from, to);
    window.addEventListener("keydown", (event) => this.key(event));
    this.acceptDrops(root);
    this.refresh();
  }

  refresh(): void {
    if (this.wanted) return;
    this.wanted = true;
    requestAnimationFrame(() => {
      this.wanted = false;
      const { regions } = this;
      render(this.top(), regions.top);
      render(this.left(), regions.left);
      render(this.right(), regions.right);
      render(this.status(), regions.status);
      render(this.dialogs.view(), regions.dialog);
      render(this.dialogs.tour.view(), regions.tour);
      document.body.dataset["sheet"] = this.sheet ?? "";
      document.body.dataset["tool"] = this.studio.tool.name;
    });
  }

  private top(): TemplateResult {
    const { studio } = this;
    const button = (id: string): TemplateResult => actionButton(studio, id);
    return html`
      <a class="tool-button" href=${studio.about.address} aria-label=${_("Back to its page")} title=${_("Back to its page")}>${icon("left")}</a>
      <div class="studio-title"><h1>${studio.about.title}</h1>${this.saveState()}</div>
      <div class="tool-group" role="toolbar" aria-label=${_("Edit")}>${["undo", "redo", "duplicate", "delete"].map(button)}</div>
      <div class="tool-group" role="toolbar" aria-label=${_("Tools")}>${["tool-select", "tool-paint", "tool-hinge", "tool-measure", "minifigure"].map(button)}</div>
      <div class="tool-group only-wide" role="toolbar" aria-label=${_("View")}>${["fit", "home", "orthographic", "section"].map(button)}
        <details class="menu"><summary class="tool-button" aria-label=${_("Look from")} title=${_("Look from")}>${icon("cube")}</summary>
          <div class="menu-panel">${["front", "back", "left", "right", "top", "bottom"].map((id) => actionButton(studio, id, { text: true }))}</div></details></div>
      <span class="grow"></span>
      <div class="tool-group" role="toolbar" aria-label=${_("File")}>${["import", "export", "shortcuts"].map(button)}</div>
      <div class="studio-finish"><span class="only-wide">${actionButton(studio, "save", { primary: true })}</span>${actionButton(studio, "publish", { primary: true })}</div>`;
  }

  private saveState(): TemplateResult {
    const { sync } = this.studio;
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
    return html`<span class="save-state is-${sync.state}" role="status" data-state=${sync.state}>${words[sync.state]}${sync.revision ? html`<span class="only-wide"> · ${_("revision %(number)s", { number: sync.revision })}</span>` : nothing}</span>`;
  }

  private left(): TemplateResult {
    return html`<section class="colours" aria-label=${_("Colours")}>${this.colours.view()}</section><section class="palette" aria-label=${_("Parts")}>${this.palette.view()}</section>`;
  }

  private right(): TemplateResult {
    const { findings } = this.studio.checker;
    const tabs: [Tab, string, string][] = [
      ["selection", _("Selection"), "sliders"],
      ["steps", _("Steps"), "steps"],
      ["parts", _("Parts list"), "list"],
      ["checks", _("Checks"), findings.length > 0 ? "warning" : "check"],
      ["history", _("History"), "history"],
    ];
    const title = tabs.find(([tab]) => tab === this.tab)![1];
    return html`<div class="tabs" role="tablist" aria-label=${_("Panels")}>${tabs.map(
      ([
        tab,
        label,
        name,
      ]) => html`<button type="button" role="tab" id="tab-${tab}" aria-controls="panel" title=${label} aria-label=${tab === "checks" && findings.length > 0 ? n_("Checks: %(n)s finding", "Checks: %(n)s findings", findings.length) : label}
        aria-selected=${tab === this.tab} @click=${() => {
          this.tab = tab;
          this.refresh();
        }}>${icon(name)}${tab === "checks" && findings.length > 0 ? html`<span class="count">${findings.length}</span>` : nothing}</button>`,
    )}</div>
      <div class="panel-body" id="panel" role="tabpanel" tabindex="0" aria-label=${title}><h2>${title}</h2>${this.panel()}</div>`;
  }

  private panel(): TemplateResult {
    switch (this.tab) {
      case "selection":
        return this.selection.view();
      case "steps":
        return this.steps.view();
      case "parts":
        return this.parts.view();
      case "checks":
        return this.checks.view();
      case "history":
        return this.history.view();
    }
  }

  private status(): TemplateResult {
    const { studio } = this;
    const { path, store } = studio;
    return html`<nav class="crumbs" aria-label=${_("Open models")}>${path.map((key, index) => html`<button type="button" aria-current=${index === path.length - 1} @click=${() => studio.openFile(key)}>${key === store.mainKey ? studio.about.title : store.files.get(key)?.name.replace(/\.ldr$/, "")}</button>`)}</nav>
      <p class="hint" role="status">${studio.message || studio.tool.hint}</p>
      <div class="status-tools">
        ${actionButton(studio, "magnet")}
        <label class="visually-hidden" for="grid">${_("Grid")}</label>
        <select id="grid" title=${_("Grid")} @change=${(event: Event) => {
          studio.grid = Number((event.target as HTMLSelectElement).value) as typeof studio.grid;
          this.refresh();
        }}>
          ${GRIDS.map((grid) => html`<option value=${grid} ?selected=${grid === studio.grid}>${{ 20: _("1 stud"), 10: _("½ stud"), 4: _("4 LDU"), 1: _("1 LDU"), 0: _("no grid") }[grid]}</option>`)}</select>
        <label class="visually-hidden" for="turn-step">${_("Turn in degrees")}</label>
        <select id="turn-step" title=${_("Turn in degrees")} @change=${(event: Event) => {
          studio.turnStep = Number((event.target as HTMLSelectElement).value);
          this.refresh();
        }}>
          ${TURNS.map((turn) => html`<option value=${turn} ?selected=${turn === studio.turnStep}>${turn}°</option>`)}</select>
      </div>
      <div class="sheet-tools" role="group" aria-label=${_("Panels")}>
        <button type="button" aria-pressed=${this.sheet === "palette"} @click=${() => this.toggleSheet("palette")}>${icon("brick")}${_("Parts")}</button>
        <button type="button" aria-pressed=${this.sheet === "panel"} @click=${() => this.toggleSheet("panel")}>${icon("sliders")}${_("More")}</button>
      </div>`;
  }

  private toggleSheet(sheet: "palette" | "panel"): void {
    this.sheet = this.sheet === sheet ? undefined : sheet;
    this.refresh();
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (document.querySelector("dialog[open]")) return;
    const typing = target.matches("input:not([type=range]):not([type=checkbox]), textarea, select");
    if (typing) return;
    const { studio } = this;
    // Enter and Space press the button that has the focus; everything else goes to the tool first.
    const pressing =
      target.matches("button, a, summary, input") && ["Enter", " ", "Tab"].includes(event.key);
    const inList =
      target.closest("[role=tablist], select") !== null && event.key.startsWith("Arrow");
    if (!pressing && !inList && studio.tool.key?.(event)) {
      event.preventDefault();
      return;
    }
    const wanted = actionFor(event);
    if (!wanted || (pressing && wanted.keys[0] === "Enter")) return;
    event.preventDefault();
    perform(studio, wanted.id);
  }

  private showBox(from?: Point, to?: Point): void {
    const { box } = this;
    box.hidden = !from || !to;
    if (!from || !to) return;
    const frame = this.studio.canvas.getBoundingClientRect();
    box.style.left = `${Math.min(from.x, to.x) - frame.left}px`;
    box.style.top = `${Math.min(from.y, to.y) - frame.top}px`;
    box.style.width = `${Math.abs(from.x - to.x)}px`;
    box.style.height = `${Math.abs(from.y - to.y)}px`;
  }

  /** A file dropped anywhere is brought in. */
  private acceptDrops(root: HTMLElement): void {
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      this.dialogs
        .bringFile(file)
        .catch((error: unknown) =>
          this.studio.say(error instanceof Error ? error.message : String(error)),
        );
    });
  }

  /** On a first visit to an empty model. */
  greet(): void {
    if (!this.studio.shelf.toured && this.studio.scene.items.size === 0) dialogs.open("tour");
  }
}
