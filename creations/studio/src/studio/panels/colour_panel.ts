/** The colours: the one at hand, those used last, and all of LDraw's by finish. */

import { html, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import { recolour } from "../document/commands";
import type { Colour } from "../parts/colours";
import { _ } from "../words";
import { swatch } from "./pieces";

type Needs = Pick<
  Desk,
  "store" | "colours" | "prices" | "shelf" | "scene" | "selection" | "atHand" | "toolbox"
>;

const FINISHES = [
  "solid",
  "transparent",
  "pearl",
  "metal",
  "chrome",
  "milky",
  "rubber",
  "glitter",
  "speckle",
] as const;

function finishName(finish: string): string {
  const names: Record<string, string> = {
    solid: _("Solid"),
    transparent: _("Transparent"),
    pearl: _("Pearl"),
    metal: _("Metal"),
    chrome: _("Chrome"),
    milky: _("Milky"),
    rubber: _("Rubber"),
    glitter: _("Glitter"),
    speckle: _("Speckle"),
  };
  return names[finish] ?? _("Others");
}

export class ColourPanel {
  private open = false;

  constructor(private readonly desk: Needs) {}

  view(): TemplateResult {
    const { desk } = this;
    const current = desk.colours.get(desk.atHand.colour);
    const recent = [...new Set([...desk.shelf.colours, 4, 14, 1, 2, 15, 0, 71, 72, 19, 25])].slice(
      0,
      10,
    );
    return html`<details class="colour-panel" ?open=${this.open} @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
      <summary>${swatch(current)}<span>${current.name}</span><span class="muted small">${current.code}</span></summary>
      <div class="colour-groups">
        ${FINISHES.map((finish) => {
          const colours = desk.colours.all.filter(
            (colour) => colour.finish === finish && colour.code !== 16 && colour.code !== 24,
          );
          return colours.length === 0
            ? ""
            : html`<h3>${finishName(finish)}</h3><div class="colour-grid">${colours.map((colour) => this.chip(colour))}</div>`;
        })}
      </div>
    </details>
    <div class="colour-recent" role="group" aria-label=${_("Colours used last")}>${recent.map((code) => this.chip(desk.colours.get(code)))}</div>`;
  }

  private chip(colour: Colour): TemplateResult {
    const { desk } = this;
    const part = desk.toolbox.tool.name === "place" ? desk.toolbox.held : undefined;
    const missing = part !== undefined && desk.prices.get(part, colour.code) === null;
    return html`<button type="button" class="colour-chip ${missing ? "is-missing" : ""}" title="${colour.name} (${colour.code})${missing ? `\n${_("No shop has it in this colour.")}` : ""}"
      aria-label=${colour.name} aria-pressed=${desk.atHand.colour === colour.code} @click=${() => this.choose(colour.code)}>${swatch(colour)}</button>`;
  }

  private choose(code: number): void {
    const { desk } = this;
    desk.toolbox.setColour(code);
    if (desk.toolbox.tool.name !== "place" && desk.selection.free().length > 0)
      recolour(desk.store, desk.scene.file, desk.selection.free(), code, _("Colour"));
  }
}
