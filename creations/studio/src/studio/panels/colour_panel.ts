/** The colours: the one at hand, those used last, and all of LDraw's by finish. */

import { html, type TemplateResult } from "lit-html";
import { recolour } from "../document/commands";
import type { Colour } from "../parts/colours";
import type { Studio } from "../studio_app";
import { _ } from "../words";
import { swatch } from "./pieces";

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

  constructor(private readonly studio: Studio) {}

  view(): TemplateResult {
    const { studio } = this;
    const current = studio.colours.get(studio.colour);
    const recent = [
      ...new Set([...studio.shelf.colours, 4, 14, 1, 2, 15, 0, 71, 72, 19, 25]),
    ].slice(0, 10);
    return html`<details class="colour-panel" ?open=${this.open} @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
      <summary>${swatch(current)}<span>${current.name}</span><span class="muted small">${current.code}</span></summary>
      <div class="colour-groups">
        ${FINISHES.map((finish) => {
          const colours = studio.colours.all.filter(
            (colour) => colour.finish === finish && colour.code !== 16 && colour.code !== 24,
          );
          return colours.length === 0
            ? ""
            : html`<h3>${finishName(finish)}</h3><div class="colour-grid">${colours.map((colour) => this.chip(colour))}</div>`;
        })}
      </div>
    </details>
    <div class="colour-recent" role="group" aria-label=${_("Colours used last")}>${recent.map((code) => this.chip(studio.colours.get(code)))}</div>`;
  }

  private chip(colour: Colour): TemplateResult {
    const { studio } = this;
    const part = studio.tool.name === "place" ? studio.held : undefined;
    const missing = part !== undefined && studio.prices.get(part, colour.code) === null;
    return html`<button type="button" class="colour-chip ${missing ? "is-missing" : ""}" title="${colour.name} (${colour.code})${missing ? `\n${_("No shop has it in this colour.")}` : ""}"
      aria-label=${colour.name} aria-pressed=${studio.colour === colour.code} @click=${() => this.choose(colour.code)}>${swatch(colour)}</button>`;
  }

  private choose(code: number): void {
    const { studio } = this;
    studio.setColour(code);
    if (studio.tool.name !== "place" && studio.free().length > 0)
      recolour(studio.store, studio.scene.file, studio.free(), code, _("Colour"));
  }
}
