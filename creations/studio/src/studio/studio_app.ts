/** The Studio itself: what is open, chosen and at hand. Tools and panels ask it; commands change the document. */

import { Box3, MOUSE, Plane, type Raycaster, TOUCH, Vector3 } from "three";
// From the viewer, so that both share one file of code.
import { Stage } from "../viewer/opened";
import { Checker } from "./checks/checker";
import { expandLine } from "./document/expand";
import { isPlacement, type Placement } from "./document/shape";
import type { Store } from "./document/store";
import type { Sync } from "./document/sync";
import { centre, isEmpty } from "./geometry/box";
import { compose, type Transform, tidy, type Vector } from "./geometry/transform";
import type { Colours } from "./parts/colours";
import { hangingTogether } from "./parts/connections";
import type { Library } from "./parts/library";
import type { Prices } from "./parts/prices";
import type { Shelf } from "./parts/shelf";
import type { Server } from "./server";
import { HingeTool } from "./tools/hinge";
import { MeasureTool } from "./tools/measure";
import { PaintTool } from "./tools/paint";
import { type Load, loadOf, PlaceTool } from "./tools/place";
import { listenToPointer } from "./tools/pointer";
import { SelectTool } from "./tools/select";
import type { Point, Tool } from "./tools/tool";
import type { GhostPart } from "./view/ghost";
import { Ground } from "./view/ground";
import { ModelScene, ROOT, type Touch } from "./view/model_scene";
import { Outline } from "./view/outline";
import { _ } from "./words";

export interface About {
  id: number;
  title: string;
  address: string;
  licence: string;
  isPublic: boolean;
  licences: { code: string; name: string; words: string }[];
  categories: [name: string, count: number][];
}

const ACCENT = [0.85, 0.2, 0.05] as const;
const INWARD = ROOT.clone().invert();
export const GRIDS = [20, 10, 4, 1, 0] as const;
export const TURNS = [90, 45, 22.5, 15, 5, 1] as const;

export class Studio {
  readonly stage: Stage;
  readonly scene: ModelScene;
  readonly checker: Checker;
  readonly selection = new Set<string>();
  /** The files one came through, the open one last. */
  readonly path: string[] = [];
  tool: Tool;
  colour = 4;
  grid: (typeof GRIDS)[number] = 10;
  magnetic = true;
  turnStep: number = 90;
  /** The step one builds in; undefined is the last. */
  step: string | undefined;
  message = "";
  section: { axis: 0 | 1 | 2; at: number } | undefined;
  /** Called when the panels should look again. */
  onRefresh: (() => void) | undefined;
  onStatus: (() => void) | undefined;
  onBox: ((from?: Point, to?: Point) => void) | undefined;
  private readonly outline = new Outline();
  private readonly ground = new Ground();
  private messageTimer = 0;

  constructor(
    canvas: HTMLCanvasElement,
    readonly about: About,
    readonly store: Store,
    readonly library: Library,
    readonly colours: Colours,
    readonly sync: Sync,
    readonly shelf: Shelf,
    readonly prices: Prices,
    readonly server: Server,
  ) {
    this.stage = new Stage(canvas);
    this.scene = new ModelScene(store, library, colours, () => this.afterChange());
    this.checker = new Checker(this);
    this.stage.scene.add(this.ground.lines, this.scene.group, this.outline.group);
    this.tool = new SelectTool(this);
    const { controls } = this.stage;
    controls.mouseButtons = { LEFT: null, MIDDLE: MOUSE.PAN, RIGHT: MOUSE.ROTATE };
    controls.touches = { ONE: TOUCH.ROTATE, TWO: TOUCH.DOLLY_PAN };
    controls.zoomToCursor = true;
    listenToPointer(this);
    sync.watch(() => this.refresh());
    this.openFile(store.mainKey, true);
    this.fit(true);
  }

  get canvas(): HTMLCanvasElement {
    return this.stage.canvas;
  }

  // --- What is open -------------------------------------------------------------------------------------------------

  openFile(key: string, anew = false): void {
    if (anew) this.path.length = 0;
    const known = this.path.indexOf(key);
    if (known >= 0) this.path.length = known;
    this.path.push(key);
    this.step = undefined;
    this.selection.clear();
    this.scene.open(key);
    this.fit(true);
    this.refresh();
  }

  /** Go into the submodel a line places. */
  enter(line: string): void {
    const placed = this.placement(line);
    const file = placed && this.store.named(placed.reference);
    if (file?.kind === "model") this.openFile(file.key);
  }

  placement(line: string): Placement | undefined {
    const found = this.store.files.get(this.scene.file)?.lines.get(line);
    return isPlacement(found) ? found : undefined;
  }

  /** Show the model as it is after a step; undefined shows all. */
  showStep(step: string | undefined): void {
    this.step = step;
    this.scene.showSteps(step);
    this.refresh();
  }

  // --- Selection ----------------------------------------------------------------------------------------------------

  select(lines: Iterable<string>, add = false): void {
    const wanted = [...lines];
    if (!add) this.selection.clear();
    for (const line of wanted) if (line !== "" && this.placement(line)) this.selection.add(line);
    this.showSelection();
    this.refresh();
  }

  /** A click on a line: with its group; adding takes it away again when it was there. */
  pick(line: string, add: boolean): void {
    const lines = this.withGroup([line]);
    if (add && this.selection.has(line)) {
      for (const one of lines) this.selection.delete(one);
      this.select([...this.selection]);
    } else this.select(lines, add);
  }

  withGroup(lines: Iterable<string>): string[] {
    const wanted = new Set(lines);
    const groups = new Set([...wanted].map((line) => this.placement(line)?.group).filter(Boolean));
    if (groups.size > 0) {
      for (const line of this.store.file(this.scene.file).lines.values())
        if (isPlacement(line) && groups.has(line.group)) wanted.add(line.id);
    }
    return [...wanted];
  }

  selectWhere(test: (line: Placement) => boolean, add = false): void {
    const found: string[] = [];
    for (const line of this.store.file(this.scene.file).lines.values())
      if (isPlacement(line) && this.scene.isVisible(line.id) && test(line)) found.push(line.id);
    this.select(found, add);
  }

  /** What hangs together with the selection through connectors. */
  selectConnected(): void {
    const owners = [...this.selection].flatMap((line) =>
      this.scene.itemsOf(line).map((item) => item.owner),
    );
    const mates = (owner: number): number[] =>
      this.scene.itemsOf(this.scene.items.get(owner)!.shown.line).map((item) => item.owner);
    const found = hangingTogether(this.scene.connectors, owners, mates);
    this.select([...found].map((owner) => this.scene.items.get(owner)!.shown.line));
  }

  selectInBox(a: Point, b: Point, add: boolean): void {
    const frame = this.canvas.getBoundingClientRect();
    const [x0, x1] = [Math.min(a.x, b.x), Math.max(a.x, b.x)].map(
      (x) => ((x - frame.left) / frame.width) * 2 - 1,
    ) as [number, number];
    const [y1, y0] = [Math.min(a.y, b.y), Math.max(a.y, b.y)].map(
      (y) => 1 - ((y - frame.top) / frame.height) * 2,
    ) as [number, number];
    const inside = new Set<string>();
    for (const item of this.scene.items.values()) {
      if (!this.scene.isVisible(item.shown.line) || this.isLocked(item.shown.line)) continue;
      const point = this.toScene(centre(item.box)).project(this.stage.camera);
      if (point.z < 1 && point.x >= x0 && point.x <= x1 && point.y >= y0 && point.y <= y1)
        inside.add(item.shown.line);
    }
    this.select(this.withGroup(inside), add);
  }

  isLocked(line: string): boolean {
    return this.store.locked.has(`${this.scene.file}/${line}`);
  }

  /** The selected lines that may be changed. */
  free(): string[] {
    return [...this.selection].filter((line) => !this.isLocked(line));
  }

  private showSelection(): void {
    const items = [...this.selection].flatMap((line) => this.scene.itemsOf(line));
    this.outline.show(items.filter((item) => this.scene.isVisible(item.shown.line)));
    this.scene.tint(new Map([...this.selection].map((line) => [line, ACCENT])));
    this.stage.draw();
  }

  // --- Tools --------------------------------------------------------------------------------------------------------

  useTool(name: Exclude<Tool["name"], "place"> = "select"): void {
    this.tool.end();
    const made = { select: SelectTool, hinge: HingeTool, measure: MeasureTool, paint: PaintTool }[
      name
    ];
    this.tool = new made(this);
    this.refresh();
  }

  /** Take a part to place. `byKeys` lets the keyboard carry it. */
  async take(part: string, byKeys = false): Promise<void> {
    if (!this.library.get(part)) {
      try {
        await this.library.fetch([part]);
      } catch {
        this.say(_("This part is not here yet, and the network is away."));
        return;
      }
    }
    const load = loadOf(this, part, this.colour);
    if (!load) {
      this.say(_("Nobody has a picture of this part."));
      return;
    }
    this.carry(load, byKeys);
  }

  /** Carry any load; `once` ends after it is placed. */
  carry(load: Load, byKeys = false, once = false): void {
    const turned = this.tool instanceof PlaceTool ? this.tool.carrying.place : undefined;
    this.tool.end();
    const tool = new PlaceTool(this, load, turned, once);
    this.tool = tool;
    if (byKeys) {
      tool.beginByKeys();
      this.canvas.focus();
    }
    this.refresh();
  }

  /** What a line would show, for carrying it. */
  ghostsOf(line: { reference: string; colour: number; transform: Transform }): GhostPart[] {
    return expandLine(this.store, { id: "", step: "", order: 0, ...line }).flatMap(
      ({ part, colour, transform }) => {
        const known = this.library.get(part);
        return known ? [{ part: known, colour, transform }] : [];
      },
    );
  }

  notePlaced(load: Load): void {
    for (const { part } of load.shown.slice(0, 1)) this.shelf.noteUsed(part.id, this.colour);
  }

  /** The part a ghost shows, while one is placed. */
  get held(): string | undefined {
    return this.tool instanceof PlaceTool ? this.tool.carrying.ghost.parts[0]?.part.id : undefined;
  }

  setColour(colour: number): void {
    this.colour = colour;
    this.shelf.noteColour(colour);
    if (this.tool instanceof PlaceTool) {
      const [part] = this.tool.carrying.ghost.parts;
      if (part && this.tool.carrying.ghost.parts.length === 1) void this.take(part.part.id);
    }
    this.refresh();
  }

  /** A line's place when the load it belongs to stands at `place`. */
  placed(place: Transform, inner: Transform): Transform {
    return tidy(compose(place, inner));
  }

  // --- Seeing -------------------------------------------------------------------------------------------------------

  ray(x: number, y: number): { origin: Vector; direction: Vector } {
    const { ray }: Raycaster = this.stage.ray(x, y);
    const from = ray.origin.clone().applyMatrix4(INWARD);
    const to = ray.origin.clone().add(ray.direction).applyMatrix4(INWARD).sub(from).normalize();
    return { origin: [from.x, from.y, from.z], direction: [to.x, to.y, to.z] };
  }

  touch(point: { x: number; y: number }, ignoreLocked = false): Touch | undefined {
    const { origin, direction } = this.ray(point.x, point.y);
    return this.scene.touch(origin, direction, ignoreLocked);
  }

  toScene([x, y, z]: Vector): Vector3 {
    return new Vector3(x, y, z).applyMatrix4(ROOT);
  }

  /** The two ways along the ground that are nearest to right and away as the camera sees them. */
  groundAxes(): { right: Vector; away: Vector } {
    const direction = this.stage.controls.target.clone().sub(this.stage.camera.position);
    const x = direction.x,
      z = -direction.z; // LDraw's z looks the other way
    const away: Vector =
      Math.abs(x) > Math.abs(z) ? [Math.sign(x), 0, 0] : [0, 0, Math.sign(z) || 1];
    return { away, right: [away[2], 0, -away[0]] };
  }

  /** Let the whole model, or what is selected, fill the view. */
  fit(home = false): void {
    const chosen = this.scene.boxOf(this.selection);
    const box = isEmpty(chosen) || home ? this.scene.box : chosen;
    const shown = isEmpty(box)
      ? { low: [-120, -80, -120] as Vector, high: [120, 0, 120] as Vector }
      : box;
    const subject = new Box3().setFromPoints([this.toScene(shown.low), this.toScene(shown.high)]);
    if (home) {
      this.stage.setSubject(subject);
      this.stage.home();
    } else
      this.stage.approach(
        subject.getCenter(new Vector3()),
        subject.getSize(new Vector3()).length() / 2,
      );
  }

  look(azimuth: number, elevation: number): void {
    const { low, high } = isEmpty(this.scene.box)
      ? { low: [-120, -80, -120] as Vector, high: [120, 0, 120] as Vector }
      : this.scene.box;
    this.stage.setSubject(new Box3().setFromPoints([this.toScene(low), this.toScene(high)]));
    this.stage.look((azimuth * Math.PI) / 180, (elevation * Math.PI) / 180);
  }

  /** Cut the view open: what lies beyond `at` (0 to 1 through the model) along an axis is not drawn. */
  setSection(section: { axis: 0 | 1 | 2; at: number } | undefined): void {
    this.section = section;
    const { box } = this.scene;
    if (!section || isEmpty(box)) this.stage.renderer.clippingPlanes = [];
    else {
      const { axis, at } = section;
      const cut = box.low[axis] + (box.high[axis] - box.low[axis]) * at;
      const point: [number, number, number] = [0, 0, 0];
      point[axis] = cut;
      const normal = new Vector3().setComponent(axis, axis === 0 ? -1 : 1);
      this.stage.renderer.clippingPlanes = [
        new Plane().setFromNormalAndCoplanarPoint(normal, this.toScene(point)),
      ];
    }
    this.stage.draw();
    this.refresh();
  }

  // --- Being told ---------------------------------------------------------------------------------------------------

  say(message: string): void {
    this.message = message;
    window.clearTimeout(this.messageTimer);
    this.messageTimer = window.setTimeout(() => {
      this.message = "";
      this.onStatus?.();
    }, 7000);
    this.onStatus?.();
  }

  refresh(): void {
    this.onRefresh?.();
  }

  refreshStatus(): void {
    this.onStatus?.();
  }

  showBox(from?: Point, to?: Point): void {
    this.onBox?.(from, to);
  }

  private afterChange(): void {
    if (!this.store.files.has(this.scene.file)) {
      // Undo took the file away that is open.
      this.openFile(this.store.mainKey, true);
      return;
    }
    for (let k = this.path.length - 1; k >= 0; k--)
      if (!this.store.files.has(this.path[k]!)) this.path.splice(k, 1);
    for (const line of this.selection) if (!this.placement(line)) this.selection.delete(line);
    this.ground.fit(this.scene.box, this.scene.floor);
    this.showSelection();
    this.checker.schedule();
    this.refresh();
  }
}
