/** The line below the model: which models are open, what to do next, the grid and the turn. */

import { html, type TemplateResult } from "lit-html";
import { type AtHand, GRIDS, type Grid, TURNS } from "../at_hand";
import type { Desk } from "../desk";
import { _ } from "../words";
import type { ActionButton } from "./action_button";
import { icon } from "./pieces";

/** On a narrow page, parts and panels lie over the model, one at a time. */
export type Sheet = "palette" | "panel";

type Needs = Pick<Desk, "about" | "store" | "model" | "page" | "toolbox" | "atHand">;

export class StatusBar {
  sheet: Sheet | undefined;

  constructor(
    private readonly desk: Needs,
    private readonly button: ActionButton,
  ) {}

  view(): TemplateResult {
    const { page, toolbox } = this.desk;
    return html`<nav class="crumbs" aria-label=${_("Open models")}>${this.crumbs()}</nav>
      <p class="hint" role="status">${page.message || toolbox.tool.hint}</p>
      <div class="status-tools">
        ${this.button("magnet")} ${this.grids()} ${this.turns()}
      </div>
      <div class="sheet-tools" role="group" aria-label=${_("Panels")}>
        ${this.sheetButton("palette", _("Parts"), "brick")}
        ${this.sheetButton("panel", _("More"), "sliders")}
      </div>`;
  }

  private crumbs(): TemplateResult[] {
    const { about, store, model } = this.desk;
    const name = (key: string): string | undefined =>
      key === store.mainKey ? about.title : store.files.get(key)?.name.replace(/\.ldr$/, "");
    return model.path.map(
      (key, index) => html`<button
        type="button"
        aria-current=${index === model.path.length - 1}
        @click=${() => model.open(key)}
      >
        ${name(key)}
      </button>`,
    );
  }

  private grids(): TemplateResult {
    const { grid } = this.desk.atHand;
    const names: Record<Grid, string> = {
      20: _("1 stud"),
      10: _("½ stud"),
      4: _("4 LDU"),
      1: _("1 LDU"),
      0: _("no grid"),
    };
    const choose = (value: number): void => this.set({ grid: value as Grid });
    const choices = GRIDS.map((value) => [value, names[value]] as const);
    return select("grid", _("Grid"), grid, choices, choose);
  }

  private turns(): TemplateResult {
    const { turnStep } = this.desk.atHand;
    const choose = (value: number): void => this.set({ turnStep: value });
    const choices = TURNS.map((value) => [value, `${value}°`] as const);
    return select("turn-step", _("Turn in degrees"), turnStep, choices, choose);
  }

  private set(values: Partial<Pick<AtHand, "grid" | "turnStep">>): void {
    Object.assign(this.desk.atHand, values);
    this.desk.page.refresh();
  }

  private sheetButton(sheet: Sheet, label: string, picture: string): TemplateResult {
    const toggle = (): void => {
      this.sheet = this.sheet === sheet ? undefined : sheet;
      this.desk.page.refresh();
    };
    return html`<button type="button" aria-pressed=${this.sheet === sheet} @click=${toggle}>
      ${icon(picture)}${label}
    </button>`;
  }
}

function select(
  id: string,
  label: string,
  current: number,
  choices: (readonly [value: number, name: string])[],
  choose: (value: number) => void,
): TemplateResult {
  const changed = (event: Event): void => choose(Number((event.target as HTMLSelectElement).value));
  return html`<label class="visually-hidden" for=${id}>${label}</label>
    <select id=${id} title=${label} @change=${changed}>
      ${choices.map(
        ([value, name]) =>
          html`<option value=${value} ?selected=${value === current}>${name}</option>`,
      )}
    </select>`;
}
