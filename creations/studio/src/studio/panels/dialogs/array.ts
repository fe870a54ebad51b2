/** Copies of what is chosen in rows, columns and layers. */

import { html, type TemplateResult } from "lit-html";
import { arrayOf } from "../../arranging/array";
import type { Desk } from "../../desk";
import { isEmpty } from "../../geometry/box";
import type { Vector } from "../../geometry/transform";
import { Refusal } from "../../refusal";
import { _ } from "../../words";
import type { Dialog, Frame } from "./dialog";

const MOST_PARTS = 20_000;
const AXES = ["x", "y", "z"] as const;

export class ArrayDialog implements Dialog {
  constructor(
    private readonly desk: Pick<Desk, "store" | "scene" | "selection">,
    private readonly frame: Frame,
  ) {}

  get title(): string {
    return _("Array of copies");
  }

  view(): TemplateResult {
    return html`<form @submit=${this.frame.submit((form) => this.make(form))}>
      ${numbers("count", _("How many"), [2, 1, 1])}
      ${numbers("gap", _("How far apart, in LDU"), this.gaps())}
      <div class="dialog-foot"><button class="button">${_("Make copies")}</button></div>
    </form>`;
  }

  private make(form: FormData): void {
    const { selection } = this.desk;
    const wanted = three(form, "count").map((value) => Math.max(1, Math.round(value)));
    const counts = wanted as unknown as Vector;
    if (counts[0] * counts[1] * counts[2] * selection.size > MOST_PARTS)
      throw new Refusal(_("That would be more than 20,000 parts."));
    arrayOf(this.desk, counts, three(form, "gap"));
    this.frame.close();
  }

  /** Side by side and on top of each other: whole studs across and deep, whole plates up (their studs sink in). */
  private gaps(): Vector {
    const { low, high } = this.desk.scene.boxOf(this.desk.selection);
    if (isEmpty({ low, high })) return [20, 24, 20];
    const studs = (size: number): number => Math.max(20, Math.round(size / 20) * 20);
    const plates = (size: number): number => Math.max(8, Math.round((size - 4) / 8) * 8);
    return [studs(high[0] - low[0]), plates(high[1] - low[1]), studs(high[2] - low[2])];
  }
}

function three(form: FormData, name: string): Vector {
  return AXES.map((axis) => Number(form.get(`${name}-${axis}`)) || 0) as unknown as Vector;
}

function numbers(name: string, label: string, values: Vector): TemplateResult {
  const words = [_("across"), _("up"), _("deep")];
  return html`<fieldset class="numbers">
    <legend>${label}</legend>
    ${AXES.map((axis, k) => {
      const id = `${name}-${axis}`;
      return html`<label for=${id}>
        <span>${words[k]}</span>
        <input id=${id} name=${id} type="number" step="any" .value=${String(values[k])} />
      </label>`;
    })}
  </fieldset>`;
}
