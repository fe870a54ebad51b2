/** Models and steps: what there is, in which order it is built, and a way to play it. */

import { html, nothing, type TemplateResult } from "lit-html";
import { attempt } from "../attempt";
import type { Desk } from "../desk";
import {
  addStep,
  moveStep,
  moveToStep,
  placeSubmodel,
  removeStep,
  renameFile,
  setSteps,
  uses,
} from "../document/commands";
import { isPlacement } from "../document/shape";
import { IDENTITY } from "../geometry/transform";
import { sensibleSteps } from "../steps/sensible";
import { _, n_ } from "../words";
import { icon } from "./pieces";

type Needs = Pick<Desk, "about" | "store" | "page" | "scene" | "model" | "selection">;

const PLAY_EVERY = 650;

export class StepsPanel {
  private playing = 0;

  constructor(private readonly desk: Needs) {}

  view(): TemplateResult {
    const { desk } = this;
    const file = desk.store.file(desk.scene.file);
    const counts = new Map<string, number>();
    for (const line of file.lines.values())
      if (isPlacement(line)) counts.set(line.step, (counts.get(line.step) ?? 0) + 1);
    const models = desk.store.inOrder().filter((known) => known.kind === "model");
    const current =
      desk.model.step === undefined
        ? file.steps.length - 1
        : file.steps.findIndex((step) => step.id === desk.model.step);
    return html`
      <h3>${_("Models")}</h3>
      <ul class="models">${models.map((model) => this.model(model.key, model.name, model.key === desk.store.mainKey))}</ul>
      <h3>${_("Steps")}</h3>
      <div class="play">
        <button type="button" class="tool-button" aria-label=${this.playing ? _("Pause") : _("Play")} @click=${() => this.togglePlay()}>${icon(this.playing ? "pause" : "play")}</button>
        <input type="range" min="0" max=${Math.max(0, file.steps.length - 1)} .value=${String(current)} aria-label=${_("Step")}
          @input=${(event: Event) => this.go(Number((event.target as HTMLInputElement).value))}>
        <output>${current + 1} / ${file.steps.length}</output>
      </div>
      <ol class="steps">${file.steps.map(
        (step, index) => html`<li class=${index === current ? "is-current" : ""}>
        <button type="button" class="step-open" aria-current=${index === current} @click=${() => desk.model.showStep(index === file.steps.length - 1 ? undefined : step.id)}>
          <span>${_("Step %(number)s", { number: index + 1 })}</span><span class="muted small">${n_("%(n)s part", "%(n)s parts", counts.get(step.id) ?? 0)}</span></button>
        <button type="button" class="tool-button" aria-label=${_("Move step %(number)s up", { number: index + 1 })} ?disabled=${index === 0} @click=${() => moveStep(desk.store, file.key, step.id, index - 1, _("Move a step"))}>${icon("up")}</button>
        <button type="button" class="tool-button" aria-label=${_("Move step %(number)s down", { number: index + 1 })} ?disabled=${index === file.steps.length - 1} @click=${() => moveStep(desk.store, file.key, step.id, index + 1, _("Move a step"))}>${icon("down")}</button>
        <button type="button" class="tool-button" aria-label=${_("Put the selection into step %(number)s", { number: index + 1 })} ?disabled=${desk.selection.free().length === 0} @click=${() => moveToStep(desk.store, file.key, desk.selection.free(), step.id, _("Move to another step"))}>${icon("into")}</button>
        <button type="button" class="tool-button" aria-label=${_("Join step %(number)s with the one before", { number: index + 1 })} ?disabled=${file.steps.length < 2} @click=${() => removeStep(desk.store, file.key, step.id, _("Join steps"))}>${icon("trash")}</button>
      </li>`,
      )}</ol>
      <div class="panel-actions">
        <button type="button" class="button quiet small" @click=${() => {
          addStep(desk.store, file.key, _("New step"), desk.model.step);
          desk.model.showStep(undefined);
        }}>${icon("plus")}${_("New step")}</button>
        <button type="button" class="button quiet small" @click=${() => this.arrange()}>${icon("magic")}${_("Find sensible steps")}</button>
      </div>`;
  }

  private model(key: string, name: string, isMain: boolean): TemplateResult {
    const { desk } = this;
    const open = key === desk.scene.file;
    const shown = name.replace(/\.(ldr|mpd)$/i, "");
    return html`<li class=${open ? "is-current" : ""}>
      <button type="button" class="step-open" aria-current=${open} @click=${() => desk.model.open(key, isMain)}>${icon(isMain ? "home" : "submodel")}<span>${isMain ? desk.about.title : shown}</span>
        ${isMain ? nothing : html`<span class="muted small">×${uses(desk.store, desk.store.file(key))}</span>`}</button>
      ${
        isMain
          ? nothing
          : html`
        <button type="button" class="tool-button" aria-label=${_("Rename %(name)s", { name: shown })} @click=${() => this.rename(key, shown)}>${icon("edit")}</button>
        <button type="button" class="tool-button" aria-label=${_("Place %(name)s once more", { name: shown })} @click=${() => this.place(key)}>${icon("plus")}</button>`
      }
    </li>`;
  }

  private rename(key: string, name: string): void {
    const wanted = window.prompt(_("Name of the submodel"), name)?.trim();
    if (wanted && wanted !== name) renameFile(this.desk.store, key, wanted, _("Rename"));
  }

  private place(key: string): void {
    const { desk } = this;
    const label = _("Place a submodel");
    void attempt(desk.page, label, () =>
      desk.selection.set([placeSubmodel(desk.store, desk.scene.file, key, IDENTITY, label)]),
    );
  }

  private go(index: number): void {
    const { desk } = this;
    const { steps } = desk.store.file(desk.scene.file);
    desk.model.showStep(index >= steps.length - 1 ? undefined : steps[index]!.id);
  }

  private togglePlay(): void {
    if (this.playing) {
      window.clearInterval(this.playing);
      this.playing = 0;
      this.desk.page.refresh();
      return;
    }
    let at = 0;
    this.go(0);
    this.playing = window.setInterval(() => {
      at++;
      const { length } = this.desk.store.file(this.desk.scene.file).steps;
      this.go(at);
      if (at >= length - 1) this.togglePlay();
    }, PLAY_EVERY);
  }

  private arrange(): void {
    const { desk } = this;
    setSteps(desk.store, desk.scene.file, sensibleSteps(desk.scene), _("Find sensible steps"));
    desk.model.showStep(undefined);
  }
}
