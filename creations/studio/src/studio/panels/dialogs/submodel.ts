/** Make a submodel of what is chosen. */

import { html, type TemplateResult } from "lit-html";
import type { Desk } from "../../desk";
import { makeSubmodel } from "../../document/commands";
import { _ } from "../../words";
import type { Dialog, Frame } from "./dialog";

export class SubmodelDialog implements Dialog {
  constructor(
    private readonly desk: Pick<Desk, "store" | "scene" | "selection">,
    private readonly frame: Frame,
  ) {}

  get title(): string {
    return _("Make a submodel");
  }

  view(): TemplateResult {
    return html`<form @submit=${this.frame.submit((form) => this.make(form))}>
      <label for="submodel-name">${_("Name")}</label>
      <input id="submodel-name" name="name" maxlength="80" required autofocus />
      <div class="dialog-foot"><button class="button">${_("Make a submodel")}</button></div>
    </form>`;
  }

  private make(form: FormData): void {
    const { store, scene, selection } = this.desk;
    const name = String(form.get("name") || _("submodel"));
    const { line } = makeSubmodel(store, scene.file, selection.free(), name, this.title);
    selection.set([line]);
    this.frame.close();
  }
}
