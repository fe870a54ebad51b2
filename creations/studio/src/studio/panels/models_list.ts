/** The models of the document: open one, name it, place it once more. */

import { html, nothing, type TemplateResult } from "lit-html";
import { attempt } from "../attempt";
import type { Desk } from "../desk";
import { placeSubmodel, renameFile, uses } from "../document/commands";
import type { File as ModelFile } from "../document/shape";
import { IDENTITY } from "../geometry/transform";
import { _ } from "../words";
import { icon } from "./pieces";

type Needs = Pick<Desk, "about" | "store" | "page" | "scene" | "model" | "selection">;

export class ModelsList {
  constructor(private readonly desk: Needs) {}

  view(): TemplateResult {
    const { store } = this.desk;
    const models = store.inOrder().filter((file) => file.kind === "model");
    return html`<ul class="models">
      ${models.map((file) => this.row(file))}
    </ul>`;
  }

  private row(file: ModelFile): TemplateResult {
    const { about, store, scene, model } = this.desk;
    const isMain = file.key === store.mainKey;
    const isOpen = file.key === scene.file;
    const name = file.name.replace(/\.(ldr|mpd)$/i, "");
    return html`<li class=${isOpen ? "is-current" : ""}>
      <button
        type="button"
        class="step-open"
        aria-current=${isOpen}
        @click=${() => model.open(file.key, isMain)}
      >
        ${icon(isMain ? "home" : "submodel")}<span>${isMain ? about.title : name}</span>
        ${isMain ? nothing : html`<span class="muted small">×${uses(store, file)}</span>`}
      </button>
      ${isMain ? nothing : this.buttons(file, name)}
    </li>`;
  }

  private buttons(file: ModelFile, name: string): TemplateResult {
    return html`<button
        type="button"
        class="tool-button"
        aria-label=${_("Rename %(name)s", { name })}
        @click=${() => this.rename(file, name)}
      >
        ${icon("edit")}
      </button>
      <button
        type="button"
        class="tool-button"
        aria-label=${_("Place %(name)s once more", { name })}
        @click=${() => this.place(file)}
      >
        ${icon("plus")}
      </button>`;
  }

  private rename(file: ModelFile, name: string): void {
    const wanted = window.prompt(_("Name of the submodel"), name)?.trim();
    if (wanted && wanted !== name) renameFile(this.desk.store, file.key, wanted, _("Rename"));
  }

  private place(file: ModelFile): void {
    const { store, scene, selection, page } = this.desk;
    const label = _("Place a submodel");
    void attempt(page, label, () =>
      selection.set([placeSubmodel(store, scene.file, file.key, IDENTITY, label)]),
    );
  }
}
