/** The open file as it shows: every part with its copies in the batches, its box, and its connectors. Follows the store. */

import { Group, Matrix4 } from "three";
import { Batches } from "../../core/batches";
import { expandLine, ownFaces, resolve, type Shown } from "../document/expand";
import { inOrder, isPlacement, type Placement } from "../document/shape";
import type { Change, Store } from "../document/store";
import { type Box, EMPTY, isEmpty, transformed, union } from "../geometry/box";
import { BoxIndex } from "../geometry/box_index";
import { IDENTITY, type Vector } from "../geometry/transform";
import type { Colours } from "../parts/colours";
import { ConnectorIndex } from "../parts/connectors";
import type { Library } from "../parts/library";
import { toMatrix } from "../parts/solids";
import type { Item } from "./item";
import { MissingParts } from "./missing_parts";
import { type Body, cutsInto, firstTouched, type Touch } from "./probe";
import { roomFor } from "./room";
import { ROOT } from "./root";

/** Who wants to know. */
export interface Watcher {
  /** Something else shows than before. */
  changed(): void;
  /** So many parts cannot be shown yet, because the network is away. */
  lacking(parts: number): void;
}

export class ModelScene {
  readonly group = new Group();
  readonly connectors = new ConnectorIndex();
  readonly boxes = new BoxIndex();
  readonly items = new Map<number, Item>();
  file = "";
  /** Another number whenever something stands elsewhere. */
  version = 0;
  /** Lines shown as ghosts or not at all while a tool moves them. */
  private readonly lifted = new Set<string>();
  private readonly byLine = new Map<string, Item[]>();
  private readonly missing: MissingParts;
  private readonly tints = new Map<string, readonly [number, number, number]>();
  private readonly batches = new Batches();
  private readonly matrix = new Matrix4();
  private steps: Set<string> | undefined;
  private next = 0;
  private known: Box | undefined;

  constructor(
    readonly store: Store,
    readonly library: Library,
    readonly colours: Colours,
    private readonly watcher: Watcher,
  ) {
    this.group.matrixAutoUpdate = false;
    this.group.matrix.copy(ROOT);
    this.group.add(this.batches.group);
    this.missing = new MissingParts(
      library,
      (lines) => this.takeAgain(lines),
      (parts) => watcher.lacking(parts),
    );
    store.subscribe((change) => this.follow(change));
  }

  /** Show another file. */
  open(key: string): void {
    for (const line of [...this.byLine.keys()]) this.drop(line);
    this.file = key;
    this.steps = undefined;
    this.missing.clear();
    const { store, library, colours } = this;
    for (const [kind, { copies, meshes }] of roomFor(this.placements(), store, library, colours))
      this.batches.reserve(kind, copies, meshes);
    for (const line of this.placements()) this.take(line);
    this.addOwnFaces();
    void this.missing.fetch();
    this.watcher.changed();
  }

  /** The faces the open model holds itself, under a line id nobody can select. */
  private addOwnFaces(): void {
    const part = ownFaces(this.store.file(this.file));
    if (this.library.get(part)) this.add({ line: "", part, colour: 16, transform: IDENTITY });
  }

  private follow(change: Change): void {
    if (!this.store.files.has(this.file)) return;
    const lines = new Set(change.files.get(this.file)?.lines ?? []);
    const elsewhere = change.listing || [...change.files.keys()].some((key) => key !== this.file);
    if (elsewhere) {
      // A submodel changed: whatever places one is laid anew.
      for (const line of this.store.file(this.file).lines.values()) {
        if (isPlacement(line) && resolve(this.store, line.reference).kind === "model")
          lines.add(line.id);
      }
    }
    for (const mark of change.marks)
      if (mark.startsWith(`${this.file}/`)) this.refresh(mark.slice(this.file.length + 1));
    for (const id of lines) {
      this.drop(id);
      const line = this.store.file(this.file).lines.get(id);
      if (isPlacement(line)) this.take(line);
    }
    if (change.files.get(this.file)?.frame && this.steps) this.showSteps(undefined);
    void this.missing.fetch();
    this.watcher.changed();
  }

  private take(line: Placement): void {
    for (const shown of expandLine(this.store, line)) {
      if (!this.library.get(shown.part)) {
        if (!shown.part.startsWith("=")) this.missing.note(shown.part, line.id);
        continue;
      }
      this.add(shown);
    }
  }

  private add(shown: Shown): void {
    const part = this.library.get(shown.part)!;
    const owner = this.next++;
    toMatrix(shown.transform, this.matrix);
    const copies = part.surfaces.map((surface) =>
      this.batches.add(
        surface.solid.drawn,
        this.colours.get(surface.colour === 16 ? shown.colour : surface.colour),
        this.matrix,
      ),
    );
    const item: Item = {
      owner,
      shown,
      part,
      copies,
      box: isEmpty(part.box) ? part.box : transformed(part.box, shown.transform),
    };
    this.items.set(owner, item);
    this.version++;
    const mates = this.byLine.get(shown.line);
    if (mates) mates.push(item);
    else this.byLine.set(shown.line, [item]);
    if (!isEmpty(item.box)) this.boxes.add(owner, item.box);
    this.connectors.add(owner, part.connectors, shown.transform);
    const visible = this.isVisible(shown.line);
    if (!visible) for (const copy of copies) this.batches.setVisible(copy, false);
    const tint = this.tints.get(shown.line);
    if (tint) this.paint(item, tint);
    this.known = undefined;
  }

  private drop(line: string): void {
    for (const item of this.byLine.get(line) ?? []) {
      for (const copy of item.copies) this.batches.remove(copy);
      this.items.delete(item.owner);
      this.version++;
      this.boxes.remove(item.owner);
      this.connectors.remove(item.owner);
    }
    this.byLine.delete(line);
    this.known = undefined;
  }

  /** Lay lines anew, as far as they are still there. */
  private takeAgain(lines: Iterable<string>): void {
    for (const id of lines) {
      this.drop(id);
      const line = this.placement(id);
      if (line) this.take(line);
    }
    this.watcher.changed();
  }

  itemsOf(line: string): readonly Item[] {
    return this.byLine.get(line) ?? [];
  }

  get lines(): Iterable<string> {
    return this.byLine.keys();
  }

  /** The placement a line of the open file is; undefined when it is none, or gone. */
  placement(line: string): Placement | undefined {
    const found = this.store.files.get(this.file)?.lines.get(line);
    return isPlacement(found) ? found : undefined;
  }

  /** All placements of the open file, in no order. */
  placements(): Placement[] {
    return [...this.store.file(this.file).lines.values()].filter(isPlacement);
  }

  isLocked(line: string): boolean {
    return this.store.locked.has(`${this.file}/${line}`);
  }

  isVisible(line: string): boolean {
    if (this.lifted.has(line) || this.store.hidden.has(`${this.file}/${line}`)) return false;
    if (!this.steps) return true;
    const found = this.store.file(this.file).lines.get(line);
    return found !== undefined && this.steps.has(found.step);
  }

  private refresh(line: string): void {
    this.version++;
    const visible = this.isVisible(line);
    for (const item of this.itemsOf(line))
      for (const copy of item.copies) this.batches.setVisible(copy, visible);
  }

  /** Show only what is built up to and with a step; undefined shows all. */
  showSteps(upTo: string | undefined): void {
    const { steps } = this.store.file(this.file);
    const index = steps.findIndex((step) => step.id === upTo);
    this.steps =
      upTo === undefined || index < 0
        ? undefined
        : new Set(steps.slice(0, index + 1).map((step) => step.id));
    for (const line of this.byLine.keys()) this.refresh(line);
    this.watcher.changed();
  }

  /** Take lines out of sight and out of the way while a tool carries them. */
  lift(lines: Iterable<string>): void {
    for (const line of lines) {
      this.lifted.add(line);
      this.refresh(line);
    }
  }

  putDown(): void {
    const lines = [...this.lifted];
    this.lifted.clear();
    for (const line of lines) this.refresh(line);
  }

  isLifted(owner: number): boolean {
    const item = this.items.get(owner);
    return (
      item === undefined || this.lifted.has(item.shown.line) || !this.isVisible(item.shown.line)
    );
  }

  /** Colour lines, as selection and checks do; what is not named gets its own colour back. */
  tint(wanted: Map<string, readonly [number, number, number]>): void {
    for (const line of this.tints.keys()) {
      if (!wanted.has(line)) for (const item of this.itemsOf(line)) this.paint(item, undefined);
    }
    for (const [line, rgb] of wanted) {
      if (this.tints.get(line) !== rgb)
        for (const item of this.itemsOf(line)) this.paint(item, rgb);
    }
    this.tints.clear();
    for (const [line, rgb] of wanted) this.tints.set(line, rgb);
  }

  private paint(item: Item, tint: readonly [number, number, number] | undefined): void {
    item.part.surfaces.forEach((surface, k) => {
      const own = this.colours.get(surface.colour === 16 ? item.shown.colour : surface.colour).rgb;
      const mixed = tint
        ? ([0, 1, 2].map((c) => own[c]! * 0.5 + tint[c]! * 0.5) as unknown as Vector)
        : own;
      this.batches.setColour(item.copies[k]!, mixed);
    });
  }

  /** What a ray meets first of what is seen. `direction` need not be a unit vector. */
  touch(from: Vector, direction: Vector, ignoreLocked = false): Touch | undefined {
    const counts = ({ shown: { line } }: Item): boolean =>
      line !== "" && this.isVisible(line) && !(ignoreLocked && this.isLocked(line));
    return firstTouched(this.items.values(), from, direction, counts);
  }

  /** Whether bodies in these places cut into what stands there; `most` bounds the comparisons, beyond they do not. */
  collides(bodies: Body[], most = 400): boolean {
    let left = most;
    const spend = (): boolean => left-- > 0;
    return bodies.some((body) => {
      const box = transformed(body.solid.box, body.place);
      for (const owner of this.boxes.overlapping(box, 0.5))
        if (!this.isLifted(owner) && cutsInto(body, box, this.items.get(owner)!, spend))
          return true;
      return false;
    });
  }

  /** The box of all that is shown, in LDU; empty for an empty model. */
  get box(): Box {
    if (!this.known) {
      this.known = EMPTY;
      for (const item of this.items.values())
        if (!isEmpty(item.box)) this.known = union(this.known, item.box);
    }
    return this.known;
  }

  boxOf(lines: Iterable<string>): Box {
    let box = EMPTY;
    for (const line of lines)
      for (const item of this.itemsOf(line)) if (!isEmpty(item.box)) box = union(box, item.box);
    return box;
  }

  /** The height, in LDU, of what everything stands on. */
  get floor(): number {
    const { box } = this;
    return isEmpty(box) ? 0 : Math.max(box.high[1], -1e6);
  }

  get ordered(): string[] {
    return inOrder(this.store.file(this.file))
      .filter(isPlacement)
      .map((line) => line.id);
  }
}
