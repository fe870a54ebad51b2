/** Models and steps: what there is, in which order it is built, and a way to play it. */

import { html, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import { addStep, moveStep, moveToStep, removeStep, setSteps } from "../document/commands";
import type { File as ModelFile, Step } from "../document/shape";
import { sensibleSteps } from "../steps/sensible";
import { _, n_ } from "../words";
import { ModelsList } from "./models_list";
import { icon } from "./pieces";

type Needs = Pick<Desk, "about" | "store" | "page" | "scene" | "model" | "selection">;

const PLAY_MILLISECONDS = 650;

export class StepsPanel {
  private readonly models: ModelsList;
  /** The timer, while the steps are played. */
  private playing = 0;

  constructor(private readonly desk: Needs) {
    this.models = new ModelsList(desk);
  }

  view(): TemplateResult {
    const { file, current } = this;
    const counts = this.counts();
    return html`
      <h3>${_("Models")}</h3>
      ${this.models.view()}
      <h3>${_("Steps")}</h3>
      ${this.player(file, current)}
      <ol class="steps">
        ${file.steps.map((step, index) => this.row(file, step, index, counts.get(step.id) ?? 0))}
      </ol>
      <div class="panel-actions">
        <button type="button" class="button quiet small" @click=${() => this.add(file)}>
          ${icon("plus")}${_("New step")}
        </button>
        <button type="button" class="button quiet small" @click=${() => this.arrange()}>
          ${icon("magic")}${_("Find sensible steps")}
        </button>
      </div>
    `;
  }

  private get file(): ModelFile {
    return this.desk.store.file(this.desk.scene.file);
  }

  /** Which step is shown last, counted from 0. */
  private get current(): number {
    const { steps } = this.file;
    const { step } = this.desk.model;
    return step === undefined ? steps.length - 1 : steps.findIndex((known) => known.id === step);
  }

  /** How many parts each step places. */
  private counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { step } of this.desk.scene.placements())
      counts.set(step, (counts.get(step) ?? 0) + 1);
    return counts;
  }

  private player({ steps }: ModelFile, current: number): TemplateResult {
    const slide = (event: Event): void => this.go(Number((event.target as HTMLInputElement).value));
    return html`<div class="play">
      <button
        type="button"
        class="tool-button"
        aria-label=${this.playing ? _("Pause") : _("Play")}
        @click=${() => this.togglePlay()}
      >
        ${icon(this.playing ? "pause" : "play")}
      </button>
      <input
        type="range"
        min="0"
        max=${Math.max(0, steps.length - 1)}
        .value=${String(current)}
        aria-label=${_("Step")}
        @input=${slide}
      />
      <output>${current + 1} / ${steps.length}</output>
    </div>`;
  }

  private row(file: ModelFile, step: Step, index: number, parts: number): TemplateResult {
    const { store, selection } = this.desk;
    const { key, steps } = file;
    const number = index + 1;
    const isCurrent = index === this.current;
    const move = (to: number): void => moveStep(store, key, step.id, to, _("Move a step"));
    const into = (): void =>
      moveToStep(store, key, selection.free(), step.id, _("Move to another step"));
    return html`<li class=${isCurrent ? "is-current" : ""}>
      <button
        type="button"
        class="step-open"
        aria-current=${isCurrent}
        @click=${() => this.go(index)}
      >
        <span>${_("Step %(number)s", { number })}</span>
        <span class="muted small">${n_("%(n)s part", "%(n)s parts", parts)}</span>
      </button>
      ${tool("up", _("Move step %(number)s up", { number }), index > 0, () => move(index - 1))}
      ${tool("down", _("Move step %(number)s down", { number }), number < steps.length, () =>
        move(index + 1),
      )}
      ${tool(
        "into",
        _("Put the selection into step %(number)s", { number }),
        selection.free().length > 0,
        into,
      )}
      ${tool(
        "trash",
        _("Join step %(number)s with the one before", { number }),
        steps.length > 1,
        () => removeStep(store, key, step.id, _("Join steps")),
      )}
    </li>`;
  }

  /** Show the model as it is after a step, counted from 0; after the last one, all. */
  private go(index: number): void {
    const { steps } = this.file;
    this.desk.model.showStep(index >= steps.length - 1 ? undefined : steps[index]!.id);
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
      this.go(at);
      if (at >= this.file.steps.length - 1) this.togglePlay();
    }, PLAY_MILLISECONDS);
  }

  private add({ key }: ModelFile): void {
    const { store, model } = this.desk;
    addStep(store, key, _("New step"), model.step);
    model.showStep(undefined);
  }

  private arrange(): void {
    const { store, scene, model } = this.desk;
    setSteps(store, scene.file, sensibleSteps(scene), _("Find sensible steps"));
    model.showStep(undefined);
  }
}

function tool(
  picture: string,
  label: string,
  isPossible: boolean,
  act: () => void,
): TemplateResult {
  return html`<button
    type="button"
    class="tool-button"
    aria-label=${label}
    ?disabled=${!isPossible}
    @click=${act}
  >
    ${icon(picture)}
  </button>`;
}
