/** `<prosum-viewer>`: a model in 3D that a page shows by writing one element.
 *
 * Attributes: `src` the scene pack; `labels` a JSON object of translated words; `auto` to open at once, else on a click;
 * `changes` the id of a JSON script that says which places to colour (see the compare page).
 */

import type { Stage } from "../core/stage";
import { type BarActs, type Labels, ViewerBar } from "./bar";
import { paintChanges } from "./changes";
import type { Model, Placed } from "./model";

/** The height of the toolbar and what is below it. */
const BAR_PIXELS = 62;
const CHOSEN: [number, number, number] = [0.95, 0.35, 0.08];

export class ViewerElement extends HTMLElement implements BarActs {
  private labels!: Labels;
  private stage: Stage | undefined;
  private model: Model | undefined;
  private bar: ViewerBar | undefined;
  private exploded = 0;
  private chosen: Placed | undefined;

  connectedCallback(): void {
    this.labels = JSON.parse(this.getAttribute("labels") ?? "{}") as Labels;
    if (this.hasAttribute("auto")) {
      this.whenSeen(() => void this.open());
      return;
    }
    this.querySelector<HTMLButtonElement>("[data-open]")?.addEventListener(
      "click",
      () => void this.open(),
    );
  }

  private whenSeen(act: () => void): void {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          observer.disconnect();
          act();
        }
      },
      { rootMargin: "200px" },
    );
    observer.observe(this);
  }

  async open(): Promise<void> {
    const began = performance.now();
    this.classList.add("is-loading");
    try {
      const { loadModel } = await import("./opened");
      const canvas = this.addCanvas();
      // Changes are shown on the parts, so there a sketch would say nothing.
      const { stage, steps, sketched, complete } = await loadModel(
        this.getAttribute("src") ?? "",
        canvas,
        {
          sketched: !this.hasAttribute("changes"),
          covered: BAR_PIXELS,
        },
      );
      this.stage = stage;
      this.bar = new ViewerBar(this.labels, steps, this);
      this.append(this.bar.element);
      this.listen(stage.canvas);
      if (!sketched) await this.finish(complete);
      this.classList.replace("is-loading", "is-open");
      this.dataset["milliseconds"] = String(Math.round(performance.now() - began));
      if (document.activeElement?.hasAttribute("data-open")) stage.canvas.focus();
      // Once the sketch is drawn. Should the parts never come, it is there all the same.
      if (sketched)
        setTimeout(() => this.finish(complete).catch((error: unknown) => console.warn(error)), 60);
    } catch (error) {
      console.error(error);
      this.sayFailed();
    }
  }

  private addCanvas(): HTMLCanvasElement {
    const frame = document.createElement("div");
    frame.className = "viewer-frame";
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", this.labels.canvas);
    frame.append(canvas);
    this.append(frame);
    return canvas;
  }

  private sayFailed(): void {
    this.classList.replace("is-loading", "is-failed");
    const note = document.createElement("p");
    note.className = "viewer-note";
    note.setAttribute("role", "alert");
    note.textContent = this.labels.failed;
    this.append(note);
  }

  /** What the first picture did not wait for. */
  private async finish(complete: () => Promise<Model>): Promise<void> {
    this.model = await complete();
    const script = document.getElementById(this.getAttribute("changes") ?? "");
    if (script) paintChanges(this.model, script, this.getAttribute("kinds")?.split(" "));
    this.bar?.enable();
    if (this.bar) this.showStep(this.bar.step);
    this.stage!.addReflections();
    this.dataset["complete"] = "";
  }

  private listen(canvas: HTMLCanvasElement): void {
    let down: [number, number] = [0, 0];
    canvas.addEventListener("pointerdown", (event) => (down = [event.clientX, event.clientY]));
    canvas.addEventListener("pointerup", (event) => {
      const moved = Math.hypot(event.clientX - down[0], event.clientY - down[1]);
      if (moved < 4) this.choose(this.pick(event.clientX, event.clientY));
    });
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const keys: Record<string, () => void> = {
        ArrowLeft: () => this.stage!.orbit(-0.12, 0),
        ArrowRight: () => this.stage!.orbit(0.12, 0),
        ArrowUp: () => this.stage!.orbit(0, 0.1),
        ArrowDown: () => this.stage!.orbit(0, -0.1),
        "+": () => this.stage!.orbit(0, 0, 0.9),
        "-": () => this.stage!.orbit(0, 0, 1.1),
        "[": () => this.bar?.stepBy(-1),
        "]": () => this.bar?.stepBy(1),
        " ": () => this.bar?.togglePlay(),
        e: () => this.toggleExplode(),
        r: () => this.reset(),
        f: () => this.toggleFullscreen(),
        h: () => this.hideChosen(),
        a: () => this.showAll(),
        Escape: () => this.choose(undefined),
      };
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (act) {
        event.preventDefault();
        act();
      }
    });
  }

  private pick(x: number, y: number): Placed | undefined {
    const hit = this.model && this.stage!.ray(x, y).intersectObject(this.model.group, true)[0];
    return hit?.batchId === undefined ? undefined : this.model!.find(hit.object, hit.batchId);
  }

  private choose(part: Placed | undefined): void {
    if (this.chosen) this.model!.paint(this.chosen, null);
    this.chosen = part;
    if (part) this.model!.paint(part, CHOSEN);
    this.bar?.tellChosen(part && `${part.lot.part} · ${part.lot.look.name}`);
    this.stage!.draw();
  }

  hideChosen(): void {
    if (!this.chosen) return;
    const part = this.chosen;
    this.choose(undefined);
    part.hidden = true;
    this.model!.setVisible(part, false);
    this.bar?.tellHidden(true);
    this.stage!.draw();
  }

  showAll(): void {
    if (!this.model || !this.bar) return;
    for (const part of this.model.placed) part.hidden = false;
    this.bar.tellHidden(false);
    this.showStep(this.bar.step);
  }

  showStep(step: number): void {
    this.model?.showSteps(0, step - 1);
    this.stage!.draw();
  }

  reset(): void {
    this.stage?.home();
  }

  toggleExplode(): void {
    const model = this.model;
    if (!model) return;
    const target = this.exploded > 0 ? 0 : 0.9;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const from = this.exploded;
    const began = performance.now();
    const frame = (now: number): void => {
      const share = still ? 1 : Math.min(1, (now - began) / 450);
      this.exploded = from + (target - from) * (1 - (1 - share) ** 3);
      model.explode(this.exploded);
      this.stage!.draw();
      if (share < 1) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  toggleFullscreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else this.requestFullscreen().catch((error: unknown) => console.warn(error)); // a frame that may not
  }
}

customElements.define("prosum-viewer", ViewerElement);
