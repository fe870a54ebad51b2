/** Choose a minifigure's pieces and see it, then carry it into the model. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import type { Dialog, Frame } from "../panels/dialogs/dialog";
import { awayNote, partPicture, swatch } from "../panels/pieces";
import { Finder } from "../parts/finder";
import type { Load } from "../tools/load";
import { _ } from "../words";
import { assemble, type Piece, SLOTS, type Slot } from "./assemble";

type Needs = Pick<Desk, "library" | "colours" | "page" | "scene" | "toolbox">;

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

/** What is searched for in each slot: parts of a category, or a mould and its prints. */
const QUERIES: Partial<Record<Slot, { category?: string; mould?: string }>> = {
  hat: { category: "Minifig Headwear" },
  head: { mould: "3626c" },
  torso: { mould: "973" },
  hips: { mould: "3815b" },
  holdRight: { category: "Minifig Accessory" },
  holdLeft: { category: "Minifig Accessory" },
};

const COLOURS = [14, 78, 92, 6, 0, 15, 71, 72, 4, 1, 2, 25, 26, 27, 28, 320, 272, 288, 484, 19];

export class MinifigureDialog implements Dialog {
  readonly isWide = true;
  private readonly choices: Record<Slot, Choice> = structuredClone(START);
  private slot: Slot = "hat";
  private readonly finder: Finder;

  constructor(
    private readonly desk: Needs,
    private readonly frame: Frame,
  ) {
    this.finder = new Finder(() => desk.page.refresh());
  }

  get title(): string {
    return _("Build a minifigure");
  }

  begin(): void {
    this.search("");
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

  private search(text: string): void {
    const query = QUERIES[this.slot];
    this.finder.clear();
    if (!query) return;
    void this.finder.search({ q: text, ...query, size: 40 });
  }

  private choose(slot: Slot): void {
    this.slot = slot;
    this.search("");
    this.desk.page.refresh();
  }

  /** Change the piece in the slot that is open. */
  private set(values: Partial<Choice>): void {
    Object.assign(this.choices[this.slot], values);
    this.desk.page.refresh();
  }

  view(): TemplateResult {
    const names = this.names();
    return html`<div class="minifigure">
      <ul class="slots">
        ${SLOTS.map((slot) => this.slotButton(slot, names[slot]))}
      </ul>
      <div class="slot-choice">
        <h3>${names[this.slot]}</h3>
        ${QUERIES[this.slot] ? this.parts() : nothing} ${this.colours()} ${this.turn()}
        <div class="dialog-foot">
          <button type="button" class="button" @click=${() => this.frame.work(() => this.take())}>
            ${_("Take it along")}
          </button>
        </div>
      </div>
    </div>`;
  }

  private slotButton(slot: Slot, name: string): TemplateResult {
    const { part, colour } = this.choices[slot];
    return html`<li>
      <button
        type="button"
        aria-pressed=${slot === this.slot}
        @click=${() => this.choose(slot)}
      >
        ${
          part
            ? html`<img src=${partPicture(part, colour)} alt="" width="48" height="48" />`
            : html`<span class="slot-empty"></span>`
        }
        <span>${name}</span>
      </button>
    </li>`;
  }

  private parts(): TemplateResult {
    const type = (event: Event): void => this.search((event.target as HTMLInputElement).value);
    return html`<input
        type="search"
        aria-label=${_("Search")}
        placeholder=${_("Search")}
        @input=${type}
      />
      <ul class="parts is-small">
        ${this.part("", _("Nothing"))} ${awayNote(this.finder)}
        ${this.finder.found.map(({ id, name }) => this.part(id, name))}
      </ul>`;
  }

  private part(id: string, name: string): TemplateResult {
    const chosen = this.choices[this.slot];
    return html`<li class="part">
      <button
        type="button"
        class="part-take"
        aria-pressed=${chosen.part === id}
        title=${name}
        @click=${() => this.set({ part: id })}
      >
        ${
          id
            ? html`<img
                src=${partPicture(id, chosen.colour)}
                alt=""
                width="72"
                height="72"
                loading="lazy"
              />`
            : html`<span class="slot-empty"></span>`
        }
        <span class="part-name">${name}</span>
      </button>
    </li>`;
  }

  private colours(): TemplateResult {
    const chosen = this.choices[this.slot];
    return html`<div class="colour-grid" role="group" aria-label=${_("Colour")}>
      ${COLOURS.map((code) => {
        const colour = this.desk.colours.get(code);
        return html`<button
          type="button"
          class="colour-chip"
          aria-label=${colour.name}
          aria-pressed=${chosen.colour === code}
          @click=${() => this.set({ colour: code })}
        >
          ${swatch(colour)}
        </button>`;
      })}
    </div>`;
  }

  private turn(): TemplateResult {
    const changed = (event: Event): void =>
      this.set({ turn: Number((event.target as HTMLInputElement).value) || 0 });
    return html`<label class="line-field" for="slot-turn">
      <span>${_("Turn in degrees")}</span>
      <input
        id="slot-turn"
        type="number"
        step="5"
        .value=${String(this.choices[this.slot].turn)}
        @change=${changed}
      />
    </label>`;
  }

  /** The figure hangs on the pointer, feet down. */
  private async take(): Promise<void> {
    const { library, toolbox } = this.desk;
    const wanted = SLOTS.filter((slot) => this.choices[slot].part);
    await library.fetch(wanted.map((slot) => this.choices[slot].part));
    const pieces: Partial<Record<Slot, Piece>> = {};
    for (const slot of wanted) {
      const { part: id, colour, turn } = this.choices[slot];
      const part = library.get(id);
      if (part) pieces[slot] = { part, colour, turn };
    }
    this.frame.close();
    toolbox.carry(this.load(pieces), { once: true });
  }

  private load(pieces: Partial<Record<Slot, Piece>>): Load {
    const group = this.group();
    const placed = [...assemble(pieces)].map(([slot, transform]) => {
      const { part, colour } = pieces[slot]!;
      return { part, colour, transform };
    });
    return {
      label: _("Minifigure"),
      lines: placed.map(({ part, ...rest }) => ({ reference: `${part.id}.dat`, ...rest, group })),
      shown: placed,
    };
  }

  /** A name no group has yet. */
  private group(): string {
    const taken = new Set(this.desk.scene.placements().map((line) => line.group));
    for (let number = 1; ; number++) {
      const name = `${_("Minifigure")} ${number}`;
      if (!taken.has(name)) return name;
    }
  }
}
