/** Building instructions: one step a screen, the new parts outlined, submodels as call-outs, the model to turn meanwhile.
 *
 * Everything is fetched when the page opens, the parts' pictures too, and handed to a service worker, so that it works on
 * when the network is gone. The step one was at is kept in this browser.
 */

import "@fontsource-variable/bricolage-grotesque/opsz.css";
import "@fontsource-variable/figtree/index.css";
import "./instructions.css";
import { html, nothing, render } from "lit-html";
import { Box3, Group, LineBasicMaterial, LineSegments, type Matrix4 } from "three";
import { edgesOf } from "../core/edges";
import { icon, partPicture } from "../studio/panels/pieces";
import { _, n_ } from "../studio/words";
import { DECODER_SCRIPT, loadModel, type Model, type Stage } from "../viewer/opened";
import { keepForOffline } from "./offline";
import { isSameView, lastOf, newIn, type Step, turnOf } from "./plan";

/** More outlines than this say no more, and cost. */
const MAX_OUTLINED = 250;
const SNAPSHOT = 160;

class Instructions {
  private step = -1;
  private readonly outline = new Group();
  private readonly line = new LineBasicMaterial({ color: 0xd8481f, toneMapped: false });
  private readonly key: string;
  /** From LDU to the scene, for a model held as usual. */
  private readonly straight: Matrix4;
  /** Pictures of finished submodels, by the step that finishes them. */
  private readonly snapshots = new Map<number, HTMLCanvasElement>();

  constructor(
    private readonly root: HTMLElement,
    private readonly stage: Stage,
    private readonly model: Model,
    private readonly steps: Step[],
    private readonly names: Record<string, string>,
  ) {
    this.key = `prosum-step-${root.dataset["model"]}`;
    this.outline.matrixAutoUpdate = false;
    this.straight = model.group.matrix.clone();
    stage.scene.add(this.outline);
    window.addEventListener("keydown", (event) => this.press(event));
    this.go(this.kept());
  }

  private kept(): number {
    try {
      return Number(localStorage.getItem(this.key)) || 0;
    } catch {
      // A browser that keeps nothing begins at the first step again.
      return 0;
    }
  }

  private press(event: KeyboardEvent): void {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      (event.target as HTMLElement).matches("input")
    )
      return;
    const keys: Record<string, () => void> = {
      ArrowRight: () => this.go(this.step + 1),
      ArrowLeft: () => this.go(this.step - 1),
      " ": () => this.go(this.step + 1),
      Home: () => this.go(0),
      End: () => this.go(this.steps.length - 1),
      f: () => this.face(),
      "+": () => this.stage.orbit(0, 0, 0.85),
      "-": () => this.stage.orbit(0, 0, 1.18),
      ArrowUp: () => this.stage.orbit(-0.3, 0),
      ArrowDown: () => this.stage.orbit(0.3, 0),
    };
    const act = keys[event.key];
    if (!act || ((event.target as HTMLElement).matches("button, a") && event.key === " ")) return;
    event.preventDefault();
    act();
  }

  go(to: number): void {
    const before = this.steps[this.step];
    this.step = Math.max(0, Math.min(this.steps.length - 1, Math.trunc(to)));
    try {
      localStorage.setItem(this.key, String(this.step));
    } catch {
      // A browser that keeps nothing begins at the first step again.
    }
    const now = this.steps[this.step]!;
    const fresh = now.submodels.filter(({ built }) => !this.snapshots.has(built));
    for (const { built } of fresh) this.snapshots.set(built, this.snapshot(built));
    const elsewhere =
      before === undefined ||
      before.first !== now.first ||
      before.title !== now.title ||
      fresh.length > 0;
    if (elsewhere || !isSameView(before.view, now.view))
      this.look(now, lastOf(this.steps, this.step));
    this.model.showSteps(now.first, this.step);
    this.outlineNew();
    this.stage.draw();
    this.show();
  }

  /** Hold the model as a step wants it, and let all that is added up to the last step fill the view. */
  private look({ first, view }: Step, last: number): void {
    const { matrix } = this.model.group;
    matrix.multiplyMatrices(this.straight, turnOf(view));
    this.model.group.matrixWorldNeedsUpdate = true;
    this.outline.matrix.copy(matrix);
    const box = new Box3();
    for (const part of this.model.placed)
      if (part.step >= first && part.step <= last) box.union(this.model.boxOf(part));
    this.stage.setSubject(box);
    this.face();
  }

  /** The whole model, from where a step is to be seen. */
  private face(): void {
    if (this.steps[this.step]?.view?.absolute) this.stage.look(0, 0);
    else this.stage.home();
  }

  private snapshot(built: number): HTMLCanvasElement {
    const step = this.steps[built]!;
    this.outline.clear();
    this.model.showSteps(step.first, built);
    this.look({ ...step, view: null }, built);
    const picture = this.stage.snapshot(SNAPSHOT);
    picture.setAttribute("aria-hidden", "true");
    return picture;
  }

  private outlineNew(): void {
    this.outline.clear();
    const isNew = newIn(this.steps, this.step);
    const parts = this.model.placed.filter((part) => isNew(part.step));
    if (parts.length > MAX_OUTLINED) return;
    for (const part of parts) {
      const lines = new LineSegments(edgesOf(this.model.meshes[part.lot.frame]!.finest), this.line);
      lines.matrixAutoUpdate = false;
      lines.matrix.copy(part.home);
      lines.frustumCulled = false;
      this.outline.add(lines);
    }
  }

  private show(): void {
    const { steps, step } = this;
    const { title, number, of, times, lots, submodels } = steps[step]!;
    const count = [...lots, ...submodels].reduce((sum, { quantity }) => sum + quantity, 0);
    this.root.classList.toggle("is-submodel", title !== "");
    render(
      html`
      <header><a class="round" href=${this.root.dataset["back"]} aria-label=${_("Back to its page")}>${icon("left")}</a><h1>${this.root.dataset["title"]}</h1>
        <a class="round" href=${this.root.dataset["pdf"]} aria-label=${_("As a PDF, to print")} title=${_("As a PDF, to print")}>${icon("printer")}</a>
        <button type="button" class="round" aria-label=${_("The whole model")} title=${_("The whole model")} @click=${() => this.face()}>${icon("home")}</button></header>
      <aside aria-live="polite">
        ${title === "" ? nothing : html`<p class="callout"><strong>${title}</strong><span>${times > 1 ? html`<b>${times}×</b> · ` : nothing}${_("step %(number)s of %(of)s", { number, of })}</span></p>`}
        <p class="number" aria-label=${_("Step %(number)s", { number: step + 1 })}>${step + 1}</p><p class="muted">${n_("%(n)s part", "%(n)s parts", count)}</p>
        <ul>${submodels.map((one) => html`<li class="is-built">${this.snapshots.get(one.built)}<strong>${one.quantity}×</strong><span>${one.title}<br><button type="button" class="link" @click=${() => this.go(one.built)}>${_("built in step %(number)s", { number: one.built + 1 })}</button></span></li>`)}
          ${lots.map((lot) => html`<li><img src=${partPicture(lot.part, lot.colour)} alt="" width="80" height="80"><strong>${lot.quantity}×</strong><span>${this.names[lot.part] ?? lot.part}</span></li>`)}</ul></aside>
      <nav aria-label=${_("Steps")}><button type="button" class="button quiet" ?disabled=${step === 0} @click=${() => this.go(step - 1)}>${icon("left")}<span>${_("One step back")}</span></button>
        <input type="range" min="0" max=${steps.length - 1} .value=${String(step)} aria-label=${_("Step")} @input=${(event: Event) => this.go(Number((event.target as HTMLInputElement).value))}>
        <output>${step + 1} / ${steps.length}</output>
        <button type="button" class="button" ?disabled=${step === steps.length - 1} @click=${() => this.go(step + 1)}><span>${_("One step on")}</span>${icon("right")}</button></nav>`,
      this.root.querySelector<HTMLElement>(".sheet")!,
    );
  }
}

const json = <T>(id: string): T => JSON.parse(document.getElementById(id)!.textContent!) as T;

async function start(root: HTMLElement): Promise<void> {
  const steps = json<Step[]>("steps");
  const canvas = document.createElement("canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", _("The model as it is after this step. Drag to turn it."));
  const view = document.createElement("main");
  view.append(canvas);
  const sheet = document.createElement("div");
  sheet.className = "sheet";
  root.replaceChildren(view, sheet);
  // A service worker answers for what a page fetches, not for its workers' scripts: those come by way of the page.
  const script = URL.createObjectURL(await (await fetch(DECODER_SCRIPT)).blob());
  // What a page shows first is one step, not the whole model.
  const { stage, complete } = await loadModel(root.dataset["pack"]!, canvas, {
    script,
    sketched: false,
  });
  new Instructions(root, stage, await complete(), steps, json("names"));
  root.dataset["ready"] = "";
  setTimeout(() => stage.addReflections(), 80);
  const pictures = new Set(
    steps.flatMap(({ lots }) => lots).map((lot) => partPicture(lot.part, lot.colour)),
  );
  root.dataset["offline"] = (await keepForOffline([...pictures])) ? "yes" : "no";
}

const root = document.getElementById("instructions")!;
start(root).catch((error: unknown) => {
  console.error(error);
  const note = document.createElement("p");
  note.className = "refusal";
  note.setAttribute("role", "alert");
  note.textContent = _("The instructions could not be opened. Please load the page again.");
  root.replaceChildren(note);
});
