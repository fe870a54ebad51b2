/** Asks the worker to look the open file over, a moment after each change, and keeps what it found. */

import type { Colours } from "../parts/colours";
import type { Library, Part } from "../parts/library";
import type { ModelScene } from "../view/model_scene";
import CheckWorker from "./checks.worker?worker";
import type { Finding, Job, Report } from "./findings";

const DELAY = 600;

export class Checker {
  findings: Finding[] = [];
  report: Report | undefined;
  private worker: Worker | undefined;
  private readonly told = new Set<string>();
  private timer = 0;
  private version = 0;
  private running = false;
  private again = false;

  /** `changed` is called when there is something new to show. */
  constructor(
    private readonly scene: ModelScene,
    private readonly library: Library,
    private readonly colours: Colours,
    private readonly changed: () => void,
  ) {}

  schedule(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.run(), DELAY);
  }

  private run(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    const { scene } = this;
    this.worker ??= this.start();
    this.running = true;
    const fresh = new Map<string, Part>();
    for (const { part } of scene.items.values())
      if (!this.told.has(part.id)) fresh.set(part.id, part);
    for (const id of fresh.keys()) this.told.add(id);
    const job: Job = {
      version: ++this.version,
      parts: [...fresh.values()].map((part) => ({
        id: part.id,
        connectors: part.connectors,
        worn: part.category.startsWith("Minifig"),
        surfaces: part.surfaces.map(({ solid }) => ({
          positions: solid.mesh.positions,
          indices: solid.mesh.indices,
        })),
      })),
      items: [...scene.items.values()]
        .filter((item) => item.shown.line !== "" && !item.shown.part.startsWith("="))
        .map(({ shown }) => ({ line: shown.line, part: shown.part, transform: shown.transform })),
    };
    this.worker.postMessage(job);
  }

  private start(): Worker {
    const worker = new CheckWorker();
    worker.onmessage = (event: MessageEvent<Report>) => {
      this.running = false;
      if (this.again) {
        this.again = false;
        this.run();
      }
      this.report = event.data;
      this.findings = [...this.listed(), ...event.data.findings];
      this.changed();
    };
    worker.onerror = (event) => {
      // The next change asks again; the panel goes on showing what was found before.
      console.error("the checks failed:", event.message);
      this.running = false;
    };
    return worker;
  }

  /** What needs no geometry: parts and colours nobody knows. */
  private listed(): Finding[] {
    const { scene, library, colours } = this;
    const parts = new Map<string, string[]>();
    const codes = new Map<number, string[]>();
    for (const line of scene.placements()) {
      for (const item of scene.itemsOf(line.id)) {
        if (!item.part.known && library.isPart(item.part.id))
          parts.set(item.part.id, [...(parts.get(item.part.id) ?? []), line.id]);
      }
      if (line.colour < 0x2000000 && !colours.isKnown(line.colour))
        codes.set(line.colour, [...(codes.get(line.colour) ?? []), line.id]);
    }
    return [
      ...[...parts].map(([part, lines]): Finding => ({ kind: "unknown-part", part, lines })),
      ...[...codes].map(([colour, lines]): Finding => ({ kind: "unknown-colour", colour, lines })),
    ];
  }
}
