/** Building instructions: one step a screen, the new parts outlined, the model to turn while one builds.
 *
 * Everything is fetched when the page opens, the parts' pictures too, so that it works on when the network is gone. The step
 * one was at is kept in this browser.
 */

import "@fontsource-variable/bricolage-grotesque/opsz.css";
import "@fontsource-variable/figtree/index.css";
import "./instructions.css";
import { html, render } from "lit-html";
import { Group, LineBasicMaterial, LineSegments } from "three";
import { edgesOf } from "../core/edges";
import { icon, partPicture } from "../studio/panels/pieces";
import { _, n_ } from "../studio/words";
import { Decoder, Model, readPack, Stage, type Shaded } from "../viewer/opened";
import { addedBySteps, type Added } from "./steps";

class Instructions {
  private step = 0;
  private readonly outline = new Group();
  private readonly line = new LineBasicMaterial({ color: 0xd8481f, toneMapped: false });
  private readonly key: string;

  constructor(
    private readonly root: HTMLElement, private readonly stage: Stage, private readonly model: Model, private readonly meshes: Shaded[],
    private readonly added: Added[][], private readonly names: Record<string, string>,
  ) {
    this.key = `prosum-step-${root.dataset["model"]}`;
    this.outline.matrixAutoUpdate = false;
    this.outline.matrix.copy(model.group.matrix);
    stage.scene.add(model.group, this.outline);
    stage.setSubject(model.box);
    stage.home();
    window.addEventListener("keydown", (event) => this.press(event));
    this.go(this.kept());
  }

  private kept(): number {
    try {
      return Number(localStorage.getItem(this.key)) || 0;
    } catch {
      return 0;
    }
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).matches("input")) return;
    const keys: Record<string, () => void> = {
      ArrowRight: () => this.go(this.step + 1), ArrowLeft: () => this.go(this.step - 1), " ": () => this.go(this.step + 1),
      Home: () => this.go(0), End: () => this.go(this.added.length - 1), f: () => this.stage.home(),
      "+": () => this.stage.orbit(0, 0, 0.85), "-": () => this.stage.orbit(0, 0, 1.18),
      ArrowUp: () => this.stage.orbit(-0.3, 0), ArrowDown: () => this.stage.orbit(0.3, 0),
    };
    const act = keys[event.key];
    if (!act || ((event.target as HTMLElement).matches("button, a") && event.key === " ")) return;
    event.preventDefault();
    act();
  }

  go(step: number): void {
    this.step = Math.max(0, Math.min(this.added.length - 1, Math.trunc(step)));
    try {
      localStorage.setItem(this.key, String(this.step));
    } catch {
      // A browser that keeps nothing begins at the first step again.
    }
    this.model.showStep(this.step + 1);
    this.outlineNew();
    this.stage.draw();
    this.show();
  }

  private outlineNew(): void {
    this.outline.clear();
    for (const part of this.model.placed) {
      if (part.step !== this.step) continue;
      const lines = new LineSegments(edgesOf(this.meshes[part.lot.frame]!), this.line);
      lines.matrixAutoUpdate = false;
      lines.matrix.copy(part.home);
      lines.frustumCulled = false;
      this.outline.add(lines);
    }
  }

  private show(): void {
    const { added, step } = this;
    const lots = added[step]!;
    const count = lots.reduce((sum, lot) => sum + lot.quantity, 0);
    render(html`
      <header><a class="round" href=${this.root.dataset["back"]} aria-label=${_("Back to its page")}>${icon("left")}</a><h1>${this.root.dataset["title"]}</h1>
        <button type="button" class="round" aria-label=${_("The whole model")} title=${_("The whole model")} @click=${() => this.stage.home()}>${icon("home")}</button></header>
      <aside aria-live="polite"><p class="number" aria-label=${_("Step %(number)s", { number: step + 1 })}>${step + 1}</p><p class="muted">${n_("%(n)s part", "%(n)s parts", count)}</p>
        <ul>${lots.map((lot) => html`<li><img src=${partPicture(lot.part, lot.colour)} alt="" width="80" height="80"><strong>${lot.quantity}×</strong><span>${this.names[lot.part] ?? lot.part}</span></li>`)}</ul></aside>
      <nav aria-label=${_("Steps")}><button type="button" class="button quiet" ?disabled=${step === 0} @click=${() => this.go(step - 1)}>${icon("left")}<span>${_("One step back")}</span></button>
        <input type="range" min="0" max=${added.length - 1} .value=${String(step)} aria-label=${_("Step")} @input=${(event: Event) => this.go(Number((event.target as HTMLInputElement).value))}>
        <output>${step + 1} / ${added.length}</output>
        <button type="button" class="button" ?disabled=${step === added.length - 1} @click=${() => this.go(step + 1)}><span>${_("One step on")}</span>${icon("right")}</button></nav>`,
    this.root.querySelector<HTMLElement>(".sheet")!);
  }
}

async function start(root: HTMLElement): Promise<void> {
  const decoder = new Decoder();
  const answer = await fetch(root.dataset["pack"]!);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  const pack = readPack(await answer.arrayBuffer());
  const meshes = await decoder.decode(pack.frames);
  decoder.end();
  const canvas = document.createElement("canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", _("The model as it is after this step. Drag to turn it."));
  const view = document.createElement("main");
  view.append(canvas);
  const sheet = document.createElement("div");
  sheet.className = "sheet";
  root.replaceChildren(view, sheet);
  const names = JSON.parse(document.getElementById("names")!.textContent!) as Record<string, string>;
  const added = addedBySteps(pack);
  const stage = new Stage(canvas);
  new Instructions(root, stage, new Model(pack, meshes), meshes, added, names);
  root.dataset["ready"] = "";
  setTimeout(() => stage.addReflections(), 80);
  // The pictures of all parts now, while there is a network.
  for (const address of new Set(added.flat().map((lot) => partPicture(lot.part, lot.colour)))) new Image().src = address;
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
