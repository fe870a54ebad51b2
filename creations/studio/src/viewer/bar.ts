/** The viewer's bar: play the steps, hide what is chosen, take it all apart. */

/** The words of the viewer, in the visitor's language. */
export interface Labels {
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

/** What the bar has done; `showStep` gets the number of the last step to show, from 1. */
export interface BarActs {
  showStep(step: number): void;
  hideChosen(): void;
  showAll(): void;
  toggleExplode(): void;
  reset(): void;
  toggleFullscreen(): void;
}

const STEP_MILLISECONDS = 420;

export class ViewerBar {
  readonly element = document.createElement("div");
  private readonly play: HTMLButtonElement;
  private readonly slider = document.createElement("input");
  private readonly output = document.createElement("output");
  private readonly caption = document.createElement("span");
  private readonly hide: HTMLButtonElement;
  private readonly all: HTMLButtonElement;
  private readonly explode: HTMLButtonElement;
  private playing = 0;

  /** A model of one step has none to play. What needs the parts is off until `enable`. */
  constructor(
    private readonly labels: Labels,
    private readonly steps: number,
    private readonly acts: BarActs,
  ) {
    this.play = this.button("play", "play", () => this.togglePlay());
    this.hide = this.button("hide", "eye-off", () => acts.hideChosen());
    this.all = this.button("showAll", "eye", () => acts.showAll());
    this.explode = this.button("explode", "explode", () => acts.toggleExplode());
    this.play.dataset["play"] = this.hide.dataset["hide"] = this.all.dataset["all"] = "";
    this.play.disabled = this.explode.disabled = true;
    this.hide.hidden = this.all.hidden = true;
    this.prepareSlider();
    this.caption.className = "viewer-caption";
    this.caption.setAttribute("aria-live", "polite");
    this.element.className = "viewer-bar";
    if (steps > 1) this.element.append(this.play, this.slider, this.output);
    this.element.append(
      this.caption,
      this.hide,
      this.all,
      this.explode,
      this.button("reset", "home", () => acts.reset()),
      this.button("fullscreen", "fullscreen", () => acts.toggleFullscreen()),
    );
  }

  /** The number of the last step that is shown, from 1. */
  get step(): number {
    return this.steps > 1 ? Number(this.slider.value) : this.steps;
  }

  /** The parts are there. */
  enable(): void {
    this.play.disabled = this.explode.disabled = false;
  }

  /** Name what is chosen, and offer to hide it; without a name nothing is chosen. */
  tellChosen(name: string | undefined): void {
    this.caption.textContent = name ?? "";
    this.hide.hidden = name === undefined;
  }

  /** Whether something is hidden that can be shown again. */
  tellHidden(some: boolean): void {
    this.all.hidden = !some;
  }

  stepBy(change: number): void {
    if (this.steps <= 1) return;
    this.stop();
    this.go(this.step + change);
  }

  togglePlay(): void {
    if (this.playing) {
      this.stop();
      return;
    }
    if (this.steps <= 1 || this.play.disabled) return;
    if (this.step === this.steps) this.slider.value = "0";
    this.showPlaying(true);
    this.playing = window.setInterval(() => {
      this.go(this.step + 1);
      if (this.step === this.steps) this.stop();
    }, STEP_MILLISECONDS);
  }

  private stop(): void {
    window.clearInterval(this.playing);
    this.playing = 0;
    this.showPlaying(false);
  }

  private go(step: number): void {
    this.slider.value = String(step);
    this.tellStep();
    this.acts.showStep(this.step);
  }

  private prepareSlider(): void {
    const { slider } = this;
    slider.type = "range";
    slider.min = "1";
    slider.max = slider.value = String(this.steps);
    slider.setAttribute("aria-label", this.labels.step);
    slider.addEventListener("input", () => {
      this.stop();
      this.go(this.step);
    });
    this.tellStep();
  }

  private tellStep(): void {
    this.output.value = `${this.slider.value} / ${this.slider.max}`;
  }

  private showPlaying(playing: boolean): void {
    const label = playing ? this.labels.pause : this.labels.play;
    this.play.title = label;
    this.play.setAttribute("aria-label", label);
    this.play.replaceChildren(iconOf(playing ? "pause" : "play"));
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
