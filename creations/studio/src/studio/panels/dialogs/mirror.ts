/** Mirror what is chosen. */

import { html, type TemplateResult } from "lit-html";
import { mirrorSelection } from "../../arranging/mirror";
import { _ } from "../../words";
import type { Dialog, Frame } from "./dialog";

export class MirrorDialog implements Dialog {
  constructor(
    private readonly desk: Parameters<typeof mirrorSelection>[0],
    private readonly frame: Frame,
  ) {}

  get title(): string {
    return _("Mirror");
  }

  view(): TemplateResult {
    const ways: [axis: number, label: string][] = [
      [0, _("left and right (x)")],
      [2, _("front and back (z)")],
      [1, _("top and bottom (y)")],
    ];
    return html`<form @submit=${this.frame.submit((form) => this.mirror(form))}>
      <fieldset class="choices">
        <legend>${_("Across")}</legend>
        ${ways.map(
          ([axis, label]) => html`<label class="choice">
            <input type="radio" name="axis" value=${axis} ?checked=${axis === 0} />
            <span>${label}</span>
          </label>`,
        )}
      </fieldset>
      <label class="check">
        <input type="checkbox" name="copy" checked />
        ${_("Keep the original and put the image beside it")}
      </label>
      <div class="dialog-foot"><button class="button">${_("Mirror")}</button></div>
    </form>`;
  }

  private async mirror(form: FormData): Promise<void> {
    const axis = Number(form.get("axis")) as 0 | 1 | 2;
    await mirrorSelection(this.desk, axis, form.has("copy"));
    this.frame.close();
  }
}
