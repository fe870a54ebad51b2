/** `<prosum-viewer>`: a model in 3D that a page shows by writing one element.
 *
 * Attributes: `src` the scene pack; `labels` a JSON object of translated words; `auto` to open at once, else on a click;
 * `changes` the id of a JSON script that says which places to colour (see the compare page).
 */

import type { Stage } from "../core/stage";
import type { Model, Placed } from "./model";

interface Labels {
  open: string;
  play: string;
  pause: string;
  step: string;
  explode: string;
  reset: string;
  fullscreen: string;
  hide: string;
  showAll: string;
  failed: string;
  canvas: string;
}

type Change = "added" | "removed" | "moved" | "recoloured";
type Place = [part: string, colour: number, x: number, y: number, z: number];

const CHANGE_COLOURS: Record<Change, [number, number, number]> = {
  added: [0.05, 0.5, 0.14],
  removed: [0.7, 0.05, 0.04],
  moved: [0.05, 0.25, 0.75],
  recoloured: [0.85, 0.42, 0.02],
};
const FADED: [number, number, number] = [0.55, 0.54, 0.52];
/** The height of the toolbar and what is below it. */
const BAR_PIXELS = 62;
const STEP_MILLISECONDS = 420;

export class ViewerElement extends HTMLElement {
  private labels!: Labels;
  private stage: Stage | undefined;
  private model: Model | undefined;
  private slider: HTMLInputElement | undefined;
  private playing = 0;
  private exploded = 0;
  private chosen: Placed | undefined;
  private caption: HTMLElement | undefined;
  private output: HTMLOutputElement | undefined;

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
      const frame = document.createElement("div");
      frame.className = "viewer-frame";
      const canvas = document.createElement("canvas");
      canvas.tabIndex = 0;
      canvas.setAttribute("role", "application");
      canvas.setAttribute("aria-label", this.labels.canvas);
      frame.append(canvas);
      this.append(frame);
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
      this.append(this.toolbar(steps));
      this.listen(stage.canvas);
      if (!sketched) await this.finish(complete);
      this.classList.replace("is-loading", "is-open");
      this.dataset["milliseconds"] = String(Math.round(performance.now() - began));
      if (document.activeElement?.hasAttribute("data-open")) stage.canvas.focus();
      // Once the sketch is drawn. Should the parts never come, it is there all the same.
      if (sketched)
        setTimeout(() => this.finish(complete).catch((error: unknown) => console.warn(error)), 60);
    } catch (error) {
      this.classList.replace("is-loading", "is-failed");
      const note = document.createElement("p");
      note.className = "viewer-note";
      note.setAttribute("role", "alert");
      note.textContent = this.labels.failed;
      this.append(note);
      console.error(error);
    }
  }

  /** What the first picture did not wait for. */
  private async finish(complete: () => Promise<Model>): Promise<void> {
    this.model = await complete();
    this.colourChanges();
    if (this.slider) this.showStep(Number(this.slider.value));
    for (const button of this.querySelectorAll<HTMLButtonElement>(".viewer-bar [disabled]"))
      button.disabled = false;
    this.stage!.addReflections();
    this.dataset["complete"] = "";
  }

  /** What needs the parts can be used as soon as they are there. */
  private toolbar(steps: number): HTMLElement {
    const bar = document.createElement("div");
    bar.className = "viewer-bar";
    if (steps > 1) {
      const play = this.button("play", "play", () => this.togglePlay());
      play.dataset["play"] = "";
      play.disabled = true;
      const slider = document.createElement("input");
      slider.type = "range";
      slider.min = "1";
      slider.max = String(steps);
      slider.value = slider.max;
      slider.setAttribute("aria-label", this.labels.step);
      slider.addEventListener("input", () => {
        this.stop();
        this.showStep(Number(slider.value));
      });
      this.slider = slider;
      const output = document.createElement("output");
      this.output = output;
      bar.append(play, slider, output);
    }
    const caption = document.createElement("span");
    caption.className = "viewer-caption";
    caption.setAttribute("aria-live", "polite");
    this.caption = caption;
    const hide = this.button("hide", "eye-off", () => this.hideChosen());
    hide.hidden = true;
    hide.dataset["hide"] = "";
    const all = this.button("showAll", "eye", () => this.showAll());
    all.hidden = true;
    all.dataset["all"] = "";
    const explode = this.button("explode", "explode", () => this.toggleExplode());
    explode.disabled = true;
    bar.append(
      caption,
      hide,
      all,
      explode,
      this.button("reset", "home", () => this.stage?.home()),
      this.button("fullscreen", "fullscreen", () => this.toggleFullscreen()),
    );
    this.tellStep();
    return bar;
  }

  private button(
    label: "play" | "hide" | "showAll" | "explode" | "reset" | "fullscreen",
    icon: string,
    act: () => void,
  ): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.title = this.labels[label];
    button.setAttribute("aria-label", this.labels[label]);
    button.append(iconOf(icon));
    button.addEventListener("click", act);
    return button;
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
        "[": () => this.stepBy(-1),
        "]": () => this.stepBy(1),
        " ": () => this.togglePlay(),
        e: () => this.toggleExplode(),
        r: () => this.stage!.home(),
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
    if (part) this.model!.paint(part, [0.95, 0.35, 0.08]);
    if (this.caption)
      this.caption.textContent = part ? `${part.lot.part} · ${part.lot.look.name}` : "";
    this.toggleButton("[data-hide]", Boolean(part));
    this.stage!.draw();
  }

  private hideChosen(): void {
    if (!this.chosen) return;
    const part = this.chosen;
    this.choose(undefined);
    part.hidden = true;
    this.model!.setVisible(part, false);
    this.toggleButton("[data-all]", true);
    this.stage!.draw();
  }

  private showAll(): void {
    for (const part of this.model!.placed) part.hidden = false;
    this.toggleButton("[data-all]", false);
    this.showStep(Number(this.slider?.value ?? this.model!.steps));
  }

  private toggleButton(selector: string, shown: boolean): void {
    const button = this.querySelector<HTMLButtonElement>(selector);
    if (button) button.hidden = !shown;
  }

  private stepBy(change: number): void {
    if (!this.slider) return;
    this.stop();
    this.slider.value = String(Number(this.slider.value) + change);
    this.showStep(Number(this.slider.value));
  }

  private showStep(step: number): void {
    this.model?.showSteps(0, step - 1);
    this.tellStep();
    this.stage!.draw();
  }

  private tellStep(): void {
    if (this.output && this.slider) this.output.value = `${this.slider.value} / ${this.slider.max}`;
  }

  private togglePlay(): void {
    if (this.playing) {
      this.stop();
      return;
    }
    const slider = this.slider;
    if (!slider || !this.model) return;
    if (slider.value === slider.max) slider.value = "0";
    this.setPlay(true);
    this.playing = window.setInterval(() => {
      slider.value = String(Number(slider.value) + 1);
      this.showStep(Number(slider.value));
      if (slider.value === slider.max) this.stop();
    }, STEP_MILLISECONDS);
  }

  private stop(): void {
    window.clearInterval(this.playing);
    this.playing = 0;
    this.setPlay(false);
  }

  private setPlay(playing: boolean): void {
    const button = this.querySelector<HTMLButtonElement>("[data-play]");
    if (!button) return;
    const label = playing ? this.labels.pause : this.labels.play;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.replaceChildren(iconOf(playing ? "pause" : "play"));
  }

  private toggleExplode(): void {
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

  private toggleFullscreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.requestFullscreen();
  }

  /** On the compare page: grey for what stayed, a colour for each kind of change. */
  private colourChanges(): void {
    const script = document.getElementById(this.getAttribute("changes") ?? "");
    if (!script) return;
    const changes = JSON.parse(script.textContent ?? "{}") as Record<Change, Place[]>;
    const wanted = this.getAttribute("kinds")?.split(" ") ?? Object.keys(changes);
    const kinds = new Map<string, Change>();
    for (const kind of wanted as Change[]) {
      for (const place of changes[kind] ?? []) kinds.set(key(place), kind);
    }
    for (const part of this.model!.placed) {
      const { elements } = part.home;
      const place: Place = [
        part.lot.part,
        part.lot.colour,
        elements[12]!,
        elements[13]!,
        elements[14]!,
      ];
      const kind = kinds.get(key(place));
      this.model!.paint(part, kind ? CHANGE_COLOURS[kind] : FADED);
    }
  }
}

function key([part, colour, x, y, z]: Place): string {
  return [part, colour, ...[x, y, z].map((value) => Math.round(value * 10))].join(" ");
}

function iconOf(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.documentElement.dataset["icons"]}#${name}`);
  svg.append(use);
  return svg;
}

customElements.define("prosum-viewer", ViewerElement);
