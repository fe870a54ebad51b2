/** Choose a minifigure's pieces and see it, then carry it into the model. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Transform } from "../geometry/transform";
import { partPicture, swatch } from "../panels/pieces";
import { searchParts } from "../parts/search";
import type { Studio } from "../studio_app";
import { _ } from "../words";
import { assemble, type Piece, SLOTS, type Slot } from "./assemble";

interface Choice {
  part: string;
  colour: number;
  turn: number;
}

const START: Record<Slot, Choice> = {
  hat: { part: "3901", colour: 6, turn: 0 },
  head: { part: "3626c", colour: 14, turn: 0 },
  torso: { part: "973", colour: 4, turn: 0 },
  armRight: { part: "3818", colour: 4, turn: 0 },
  armLeft: { part: "3819", colour: 4, turn: 0 },
  handRight: { part: "3820", colour: 14, turn: 0 },
  handLeft: { part: "3820", colour: 14, turn: 0 },
  holdRight: { part: "", colour: 71, turn: 0 },
  holdLeft: { part: "", colour: 71, turn: 0 },
  hips: { part: "3815", colour: 1, turn: 0 },
  legRight: { part: "3816", colour: 1, turn: 0 },
  legLeft: { part: "3817", colour: 1, turn: 0 },
};

/** What is searched for in each slot. */
const QUERIES: Partial<Record<Slot, [q: string, category: string]>> = {
  hat: ["", "Minifig Headwear"],
  head: ["minifig head", ""],
  torso: ["minifig torso", ""],
  hips: ["minifig hips", ""],
  holdRight: ["", "Minifig Accessory"],
  holdLeft: ["", "Minifig Accessory"],
};

const COLOURS = [14, 78, 92, 6, 0, 15, 71, 72, 4, 1, 2, 25, 26, 27, 28, 320, 272, 288, 484, 19];

export class MinifigurePanel {
  private choices: Record<Slot, Choice> = structuredClone(START);
  private slot: Slot = "hat";
  private found: { id: string; name: string }[] = [];

  constructor(
    private readonly studio: Studio,
    private readonly close: () => void,
  ) {}

  open(): void {
    void this.search("");
  }

  private names(): Record<Slot, string> {
    return {
      hat: _("Hat or hair"),
      head: _("Head"),
      torso: _("Torso"),
      armRight: _("Right arm"),
      armLeft: _("Left arm"),
      handRight: _("Right hand"),
      handLeft: _("Left hand"),
      holdRight: _("In the right hand"),
      holdLeft: _("In the left hand"),
      hips: _("Hips"),
      legRight: _("Right leg"),
      legLeft: _("Left leg"),
    };
  }

  private async search(text: string): Promise<void> {
    const query = QUERIES[this.slot];
    this.found = [];
    if (query) {
      this.found = (
        await searchParts({ q: `${query[0]} ${text}`.trim(), category: query[1], size: 40 }).catch(
          () => ({ results: [] }),
        )
      ).results;
    }
    this.studio.refresh();
  }

  private choose(slot: Slot): void {
    this.slot = slot;
    void this.search("");
  }

  view(): TemplateResult {
    const { studio } = this;
    const names = this.names();
    const chosen = this.choices[this.slot];
    return html`<div class="minifigure">
      <ul class="slots">${SLOTS.map(
        (
          slot,
        ) => html`<li><button type="button" aria-pressed=${slot === this.slot} @click=${() => this.choose(slot)}>
        ${this.choices[slot].part ? html`<img src=${partPicture(this.choices[slot].part, this.choices[slot].colour)} alt="" width="48" height="48">` : html`<span class="slot-empty"></span>`}<span>${names[slot]}</span></button></li>`,
      )}</ul>
      <div class="slot-choice">
        <h3>${names[this.slot]}</h3>
        ${
          QUERIES[this.slot]
            ? html`<input type="search" aria-label=${_("Search")} placeholder=${_("Search")} @input=${(event: Event) => void this.search((event.target as HTMLInputElement).value)}>
          <ul class="parts is-small"><li class="part"><button type="button" class="part-take" aria-pressed=${chosen.part === ""} @click=${() => {
            chosen.part = "";
            studio.refresh();
          }}><span class="slot-empty"></span><span class="part-name">${_("Nothing")}</span></button></li>
          ${this.found.map(
            (
              part,
            ) => html`<li class="part"><button type="button" class="part-take" aria-pressed=${part.id === chosen.part} title=${part.name} @click=${() => {
              chosen.part = part.id;
              studio.refresh();
            }}>
            <img src=${partPicture(part.id, chosen.colour)} alt="" width="72" height="72" loading="lazy"><span class="part-name">${part.name}</span></button></li>`,
          )}</ul>`
            : nothing
        }
        <div class="colour-grid" role="group" aria-label=${_("Colour")}>${COLOURS.map(
          (code) =>
            html`<button type="button" class="colour-chip" aria-label=${studio.colours.get(code).name} aria-pressed=${chosen.colour === code} @click=${() => {
              chosen.colour = code;
              studio.refresh();
            }}>${swatch(studio.colours.get(code))}</button>`,
        )}</div>
        <label class="line-field" for="slot-turn"><span>${_("Turn in degrees")}</span><input id="slot-turn" type="number" step="5" .value=${String(chosen.turn)} @change=${(
          event: Event,
        ) => {
          chosen.turn = Number((event.target as HTMLInputElement).value) || 0;
        }}></label>
        <div class="dialog-foot"><button type="button" class="button" @click=${() => void this.take()}>${_("Take it along")}</button></div>
      </div></div>`;
  }

  /** The figure hangs on the pointer, feet down. */
  private async take(): Promise<void> {
    const { studio } = this;
    const wanted = SLOTS.filter((slot) => this.choices[slot].part);
    try {
      await studio.library.fetch(wanted.map((slot) => this.choices[slot].part));
    } catch {
      studio.say(_("This part is not here yet, and the network is away."));
      return;
    }
    const pieces: Partial<Record<Slot, Piece>> = {};
    for (const slot of wanted) {
      const part = studio.library.get(this.choices[slot].part);
      if (part)
        pieces[slot] = { part, colour: this.choices[slot].colour, turn: this.choices[slot].turn };
    }
    const places = assemble(pieces);
    const rows = [...places].map(([slot, transform]): { slot: Slot; transform: Transform } => ({
      slot,
      transform,
    }));
    this.close();
    studio.carry(
      {
        label: _("Minifigure"),
        lines: rows.map(({ slot, transform }) => ({
          reference: `${this.choices[slot].part}.dat`,
          colour: this.choices[slot].colour,
          transform,
          group: this.group(),
        })),
        shown: rows.map(({ slot, transform }) => ({
          part: pieces[slot]!.part,
          colour: this.choices[slot].colour,
          transform,
        })),
      },
      false,
      true,
    );
  }

  private group(): string {
    const { lines } = this.studio.store.file(this.studio.scene.file);
    const taken = new Set(
      [...lines.values()].map((line) => ("group" in line ? line.group : undefined)),
    );
    for (let number = 1; ; number++) {
      const name = `${_("Minifigure")} ${number}`;
      if (!taken.has(name)) return name;
    }
  }
}
