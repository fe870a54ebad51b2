/** What is selected, in numbers: place and turn to type, part and colour to change. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import { moveToStep } from "../document/commands";
import type { Placement } from "../document/shape";
import { isEmpty } from "../geometry/box";
import { _, n_, number } from "../words";
import type { ActionButton } from "./action_button";
import { jointField } from "./joint_field";
import { partPicture, swatch } from "./pieces";
import { moveField, placeFields, turnButtons } from "./place_fields";
import { sectionField } from "./section_field";

type Needs = Pick<
  Desk,
  "store" | "library" | "colours" | "scene" | "camera" | "selection" | "atHand" | "toolbox"
>;

const FOR_ONE = [
  "paint-selection",
  "replace",
  "duplicate",
  "mirror",
  "array",
  "hide",
  "lock",
  "select-part",
  "select-colour",
  "select-connected",
];
const FOR_MANY = [
  "paint-selection",
  "duplicate",
  "group",
  "ungroup",
  "submodel",
  "mirror",
  "array",
  "hide",
  "lock",
  "select-part",
  "select-colour",
  "select-connected",
];
const LDU_IN_STUD = 20;
const LDU_IN_CM = 25;

export class SelectionPanel {
  constructor(
    private readonly desk: Needs,
    private readonly button: ActionButton,
  ) {}

  view(): TemplateResult {
    return html`${jointField(this.desk)} ${this.chosen()} ${sectionField(this.desk)}`;
  }

  private chosen(): TemplateResult {
    const lines = this.desk.selection.placements();
    const [first, second] = lines;
    if (!first)
      return html`<p class="muted">${_("Nothing is selected. Click a part in the model.")}</p>`;
    return second ? this.many(lines) : this.one(first);
  }

  private one(line: Placement): TemplateResult {
    const isModel = this.desk.store.named(line.reference)?.kind === "model";
    const others = isModel ? ["enter", "explode"] : ["submodel"];
    return html`${this.name(line)} ${placeFields(this.desk, line)} ${this.size([line])}
      ${this.buttons([...FOR_ONE, ...others])} ${this.steps([line])}`;
  }

  private many(lines: Placement[]): TemplateResult {
    return html`<p>
        <strong>${n_("%(n)s part selected", "%(n)s parts selected", lines.length)}</strong>
      </p>
      ${this.size(lines)} ${moveField(this.desk)} ${this.buttons(FOR_MANY)}
      ${turnButtons(this.desk)} ${this.steps(lines)}`;
  }

  private name(line: Placement): TemplateResult {
    const { store, scene, library, colours } = this.desk;
    const part = scene.itemsOf(line.id)[0]?.part;
    const file = store.named(line.reference);
    const model = file?.kind === "model" ? file.name.replace(/\.ldr$/, "") : undefined;
    const colour = colours.get(line.colour);
    return html`<div class="chosen">
      ${
        part && model === undefined && library.isPart(part.id)
          ? html`<img src=${partPicture(part.id, line.colour)} alt="" width="72" height="72" />`
          : nothing
      }
      <div>
        <strong>${model ?? part?.name ?? line.reference}</strong>
        <p class="muted small">
          ${model === undefined ? line.reference : _("Submodel")} ${swatch(colour)}
          ${colour.name}${line.group ? html` · ${line.group}` : nothing}
        </p>
      </div>
    </div>`;
  }

  private size(lines: Placement[]): TemplateResult | typeof nothing {
    const { low, high } = this.desk.scene.boxOf(lines.map((line) => line.id));
    if (isEmpty({ low, high })) return nothing;
    const measured = (k: 0 | 1 | 2, unit: number): string => number((high[k] - low[k]) / unit, 1);
    return html`<p class="muted small">
      ${_("%(x)s × %(z)s × %(y)s studs · %(cx)s × %(cz)s × %(cy)s cm", {
        x: measured(0, LDU_IN_STUD),
        y: measured(1, LDU_IN_STUD),
        z: measured(2, LDU_IN_STUD),
        cx: measured(0, LDU_IN_CM),
        cy: measured(1, LDU_IN_CM),
        cz: measured(2, LDU_IN_CM),
      })}
    </p>`;
  }

  private buttons(actions: string[]): TemplateResult {
    return html`<div class="panel-actions">${actions.map((id) => this.button(id))}</div>`;
  }

  private steps(lines: Placement[]): TemplateResult {
    const { store, scene, selection } = this.desk;
    const { steps } = store.file(scene.file);
    const current = new Set(lines.map((line) => line.step));
    const only = current.size === 1 ? lines[0]!.step : undefined;
    const move = (event: Event): void => {
      const step = (event.target as HTMLSelectElement).value;
      moveToStep(store, scene.file, selection.free(), step, _("Move to another step"));
    };
    return html`<label class="line-field" for="to-step">
      <span>${_("Step")}</span>
      <select id="to-step" @change=${move}>
        ${
          only === undefined
            ? html`<option value="" selected disabled>${_("several")}</option>`
            : nothing
        }
        ${steps.map(
          (step, index) =>
            html`<option value=${step.id} ?selected=${step.id === only}>${index + 1}</option>`,
        )}
      </select>
    </label>`;
  }
}
