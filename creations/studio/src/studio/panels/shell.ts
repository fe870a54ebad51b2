/** The page around the model: bars, panels, dialogs. Renders at most once a frame. */

import { html, render, type TemplateResult } from "lit-html";
import { attempt } from "../attempt";
import type { Desk } from "../desk";
import { bringFile } from "../importing";
import type { DialogName, Listener, PagePoint } from "../page";
import { _ } from "../words";
import { actionButtons } from "./action_button";
import { ColourPanel } from "./colour_panel";
import { Dialogs } from "./dialogs/dialogs";
import { listenToKeys } from "./keyboard";
import { Palette } from "./palette";
import { SidePanel } from "./side_panel";
import { StatusBar } from "./status_bar";
import { TopBar } from "./top_bar";
import { Tour } from "./tour";

const REGIONS = ["top", "left", "right", "status", "dialog", "tour"] as const;
type Region = (typeof REGIONS)[number];

export class Shell implements Listener {
  private wanted = false;
  private readonly palette: Palette;
  private readonly colours: ColourPanel;
  private readonly topBar: TopBar;
  private readonly sidePanel: SidePanel;
  private readonly statusBar: StatusBar;
  private readonly dialogs: Dialogs;
  private readonly tour: Tour;
  private readonly regions: Record<Region, HTMLElement>;

  /** Draws into the regions of `root`, and `box` where lines are selected. */
  constructor(
    root: HTMLElement,
    private readonly desk: Desk,
    private readonly box: HTMLElement,
  ) {
    const button = actionButtons(desk);
    this.palette = new Palette(desk);
    this.colours = new ColourPanel(desk);
    this.topBar = new TopBar(desk, button);
    this.sidePanel = new SidePanel(desk, button);
    this.statusBar = new StatusBar(desk, button);
    this.dialogs = new Dialogs(desk);
    this.tour = new Tour(desk);
    this.regions = Object.fromEntries(
      REGIONS.map((name) => [name, root.querySelector(`[data-region="${name}"]`)!]),
    ) as Record<Region, HTMLElement>;
    desk.page.listen(this);
    listenToKeys(desk);
    this.acceptDrops(root);
    this.refresh();
  }

  refresh(): void {
    if (this.wanted) return;
    this.wanted = true;
    requestAnimationFrame(() => {
      this.wanted = false;
      this.draw();
    });
  }

  refreshStatus(): void {
    render(this.statusBar.view(), this.regions.status);
  }

  showBox(from?: PagePoint, to?: PagePoint): void {
    const { box } = this;
    box.hidden = !from || !to;
    if (!from || !to) return;
    const frame = this.desk.stage.canvas.getBoundingClientRect();
    box.style.left = `${Math.min(from.x, to.x) - frame.left}px`;
    box.style.top = `${Math.min(from.y, to.y) - frame.top}px`;
    box.style.width = `${Math.abs(from.x - to.x)}px`;
    box.style.height = `${Math.abs(from.y - to.y)}px`;
  }

  openDialog(name: DialogName): void {
    if (name === "tour") this.tour.begin();
    else this.dialogs.open(name);
  }

  /** On a first visit to an empty model. */
  greet(): void {
    if (!this.desk.shelf.toured && this.desk.scene.items.size === 0) this.openDialog("tour");
  }

  private draw(): void {
    const { regions } = this;
    render(this.topBar.view(), regions.top);
    render(this.left(), regions.left);
    render(this.sidePanel.view(), regions.right);
    render(this.statusBar.view(), regions.status);
    render(this.dialogs.view(), regions.dialog);
    render(this.tour.view(), regions.tour);
    document.body.dataset["sheet"] = this.statusBar.sheet ?? "";
    document.body.dataset["tool"] = this.desk.toolbox.tool.name;
  }

  private left(): TemplateResult {
    return html`<section class="colours" aria-label=${_("Colours")}>
        ${this.colours.view()}
      </section>
      <section class="palette" aria-label=${_("Parts")}>${this.palette.view()}</section>`;
  }

  /** A file dropped anywhere is brought in. */
  private acceptDrops(root: HTMLElement): void {
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      void attempt(this.desk.page, _("Bring in a file"), () => bringFile(this.desk, file));
    });
  }
}
