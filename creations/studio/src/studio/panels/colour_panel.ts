/** The colours: the one at hand, those used last, and all of LDraw's by finish. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import { recolour } from "../document/commands";
import type { Colour } from "../parts/colours";
import { _ } from "../words";
import { swatch } from "./pieces";

type Needs = Pick<
  Desk,
  "store" | "colours" | "prices" | "shelf" | "scene" | "selection" | "atHand" | "toolbox"
>;

/** Offered until others are used: red, yellow, blue, green, white, black, the greys, tan, orange. */
const COMMON = [4, 14, 1, 2, 15, 0, 71, 72, 19, 25];
const SHOWN_RECENT = 10;
/** They take the colour of what they are in, so nobody chooses them. */
const INHERITED = [16, 24];

function finishes(): [finish: string, name: string][] {
  return [
    ["solid", _("Solid")],
    ["transparent", _("Transparent")],
    ["pearl", _("Pearl")],
    ["metal", _("Metal")],
    ["chrome", _("Chrome")],
    ["milky", _("Milky")],
    ["rubber", _("Rubber")],
    ["glitter", _("Glitter")],
    ["speckle", _("Speckle")],
  ];
}

export class ColourPanel {
  private open = false;

  constructor(private readonly desk: Needs) {}

  view(): TemplateResult {
    const { colours, shelf, atHand } = this.desk;
    const current = colours.get(atHand.colour);
    const recent = [...new Set([...shelf.colours, ...COMMON])].slice(0, SHOWN_RECENT);
    const toggled = (event: Event): void => {
      this.open = (event.target as HTMLDetailsElement).open;
    };
    return html`<details class="colour-panel" ?open=${this.open} @toggle=${toggled}>
        <summary>
          ${swatch(current)}<span>${current.name}</span>
          <span class="muted small">${current.code}</span>
        </summary>
        <div class="colour-groups">
          ${finishes().map(([finish, name]) => this.group(finish, name))}
        </div>
      </details>
      <div class="colour-recent" role="group" aria-label=${_("Colours used last")}>
        ${recent.map((code) => this.chip(colours.get(code)))}
      </div>`;
  }

  private group(finish: string, name: string): TemplateResult | typeof nothing {
    const found = this.desk.colours.all.filter(
      (colour) => colour.finish === finish && !INHERITED.includes(colour.code),
    );
    if (found.length === 0) return nothing;
    return html`<h3>${name}</h3>
      <div class="colour-grid">${found.map((colour) => this.chip(colour))}</div>`;
  }

  private chip(colour: Colour): TemplateResult {
    const { toolbox, prices, atHand } = this.desk;
    const { held } = toolbox;
    const isMissing = held !== undefined && prices.get(held, colour.code) === null;
    const stock = isMissing ? `\n${_("No shop has it in this colour.")}` : "";
    return html`<button
      type="button"
      class="colour-chip ${isMissing ? "is-missing" : ""}"
      title="${colour.name} (${colour.code})${stock}"
      aria-label=${colour.name}
      aria-pressed=${atHand.colour === colour.code}
      @click=${() => this.choose(colour.code)}
    >
      ${swatch(colour)}
    </button>`;
  }

  /** The colour of what is placed next or, when nothing is on the way, of what is selected. */
  private choose(code: number): void {
    const { store, scene, selection, toolbox } = this.desk;
    toolbox.setColour(code);
    const lines = selection.free();
    if (toolbox.tool.name !== "place" && lines.length > 0)
      recolour(store, scene.file, lines, code, _("Colour"));
  }
}
