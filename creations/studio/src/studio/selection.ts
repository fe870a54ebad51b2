/** Which lines of the open file are chosen. */

import { isPlacement, type Placement } from "./document/shape";
import { hangingTogether } from "./parts/connections";
import type { ModelScene } from "./view/model_scene";

export class Selection implements Iterable<string> {
  private readonly lines = new Set<string>();

  /** `changed` is called after each change but those of `forget` and `prune`. */
  constructor(
    private readonly scene: ModelScene,
    private readonly changed: () => void,
  ) {}

  get size(): number {
    return this.lines.size;
  }

  has(line: string): boolean {
    return this.lines.has(line);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.lines[Symbol.iterator]();
  }

  placements(): Placement[] {
    return [...this.lines].map((line) => this.scene.placement(line)).filter(isPlacement);
  }

  /** The chosen lines that may be changed: those that are not locked. */
  free(): string[] {
    return [...this.lines].filter((line) => !this.scene.isLocked(line));
  }

  /** Choose these, or these too. Lines that place nothing cannot be chosen. */
  set(lines: Iterable<string>, add = false): void {
    const wanted = [...lines];
    if (!add) this.lines.clear();
    for (const line of wanted) if (line !== "" && this.scene.placement(line)) this.lines.add(line);
    this.changed();
  }

  /** A click on a line: with its group; adding takes it away again when it was there. */
  pick(line: string, add: boolean): void {
    const lines = this.withGroups([line]);
    if (!add || !this.lines.has(line)) {
      this.set(lines, add);
      return;
    }
    for (const one of lines) this.lines.delete(one);
    this.changed();
  }

  /** These lines and all of the groups they are in. */
  withGroups(lines: Iterable<string>): string[] {
    const wanted = new Set(lines);
    const groups = new Set(
      [...wanted].map((line) => this.scene.placement(line)?.group).filter(Boolean),
    );
    if (groups.size > 0)
      for (const line of this.scene.placements()) if (groups.has(line.group)) wanted.add(line.id);
    return [...wanted];
  }

  /** Choose what is seen and passes the test. */
  where(test: (line: Placement) => boolean): void {
    const found = this.scene.placements().filter((line) => this.scene.isVisible(line.id));
    this.set(found.filter(test).map((line) => line.id));
  }

  /** Choose what hangs together with the chosen lines through connectors. */
  connected(): void {
    const { scene } = this;
    const lineOf = (owner: number): string => scene.items.get(owner)!.shown.line;
    const owners = [...this.lines].flatMap((line) => scene.itemsOf(line).map((item) => item.owner));
    const mates = (owner: number): number[] =>
      scene.itemsOf(lineOf(owner)).map((item) => item.owner);
    this.set([...hangingTogether(scene.connectors, owners, mates)].map(lineOf));
  }

  /** Choose nothing, without a word: another file is about to be opened. */
  forget(): void {
    this.lines.clear();
  }

  /** Forget lines that are gone, without a word. */
  prune(): void {
    for (const line of this.lines) if (!this.scene.placement(line)) this.lines.delete(line);
  }
}
