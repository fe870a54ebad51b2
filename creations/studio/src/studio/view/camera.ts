/** Where one looks from: rays into the model, ways along the ground, the view fitted and cut open. */

import { Box3, Plane, Vector3 } from "three";
import type { Stage } from "../../core/stage";
import { type Box, centre, isEmpty } from "../geometry/box";
import type { Vector } from "../geometry/transform";
import type { Page, PagePoint } from "../page";
import type { ModelScene } from "./model_scene";
import type { Touch } from "./probe";
import { ROOT } from "./root";

/** Where the view is cut open. */
export interface Section {
  axis: 0 | 1 | 2;
  /** What lies beyond this share of the model, from 0 to 1, is not drawn. */
  at: number;
}

const INWARD = ROOT.clone().invert();
/** What an empty model is seen as, in LDU. */
const NOTHING: Box = { low: [-120, -80, -120], high: [120, 0, 120] };

export class Camera {
  section: Section | undefined;

  constructor(
    private readonly stage: Stage,
    private readonly scene: ModelScene,
    private readonly page: Pick<Page, "refresh">,
  ) {}

  /** The ray from the eye through a point of the page, in the model (LDU). */
  ray({ x, y }: PagePoint): { origin: Vector; direction: Vector } {
    const { ray } = this.stage.ray(x, y);
    const from = ray.origin.clone().applyMatrix4(INWARD);
    const to = ray.origin.clone().add(ray.direction).applyMatrix4(INWARD).sub(from).normalize();
    return { origin: [from.x, from.y, from.z], direction: [to.x, to.y, to.z] };
  }

  /** What lies under a point of the page. */
  touch(point: PagePoint, ignoreLocked = false): Touch | undefined {
    const { origin, direction } = this.ray(point);
    return this.scene.touch(origin, direction, ignoreLocked);
  }

  /** A point of the model (LDU) in the scene (metres, y up). */
  toScene([x, y, z]: Vector): Vector3 {
    return new Vector3(x, y, z).applyMatrix4(ROOT);
  }

  /** The lines of parts whose middle is seen in a box of the page, and that may be changed. */
  linesIn(a: PagePoint, b: PagePoint): Set<string> {
    const frame = this.stage.canvas.getBoundingClientRect();
    const across = (x: number): number => ((x - frame.left) / frame.width) * 2 - 1;
    const up = (y: number): number => 1 - ((y - frame.top) / frame.height) * 2;
    const [left, right] = [across(Math.min(a.x, b.x)), across(Math.max(a.x, b.x))];
    const [top, bottom] = [up(Math.min(a.y, b.y)), up(Math.max(a.y, b.y))];
    const inside = new Set<string>();
    for (const item of this.scene.items.values()) {
      const { line } = item.shown;
      if (!this.scene.isVisible(line) || this.scene.isLocked(line)) continue;
      const { x, y, z } = this.toScene(centre(item.box)).project(this.stage.camera);
      if (z < 1 && x >= left && x <= right && y >= bottom && y <= top) inside.add(line);
    }
    return inside;
  }

  /** The two ways along the ground that are nearest to right and away as the camera sees them. */
  groundAxes(): { right: Vector; away: Vector } {
    const direction = this.stage.controls.target.clone().sub(this.stage.camera.position);
    const x = direction.x;
    const z = -direction.z; // LDraw's z looks the other way
    const away: Vector =
      Math.abs(x) > Math.abs(z) ? [Math.sign(x), 0, 0] : [0, 0, Math.sign(z) || 1];
    return { away, right: [away[2], 0, -away[0]] };
  }

  /** The whole model, from where its picture is taken. */
  home(): void {
    this.stage.setSubject(this.subject(this.scene.box));
    this.stage.home();
  }

  /** Let these lines fill the view, or (without any) the whole model, from where the camera is. */
  fit(lines: Iterable<string>): void {
    const chosen = this.scene.boxOf(lines);
    const subject = this.subject(isEmpty(chosen) ? this.scene.box : chosen);
    const radius = subject.getSize(new Vector3()).length() / 2;
    this.stage.approach(subject.getCenter(new Vector3()), radius);
  }

  /** Look at the whole model from a side: angles in degrees, 0 is the front. */
  look(azimuth: number, elevation: number): void {
    this.stage.setSubject(this.subject(this.scene.box));
    this.stage.look((azimuth * Math.PI) / 180, (elevation * Math.PI) / 180);
  }

  /** Turn about what is looked at, by radians, or come nearer by a factor. */
  orbit(across: number, up: number, nearer = 1): void {
    this.stage.orbit(across, up, nearer);
  }

  get isOrthographic(): boolean {
    return this.stage.isOrthographic;
  }

  setOrthographic(on: boolean): void {
    this.stage.setOrthographic(on);
    this.page.refresh();
  }

  /** Cut the view open; undefined closes it. */
  setSection(section: Section | undefined): void {
    this.section = section;
    const plane = section && this.planeOf(section);
    this.stage.renderer.clippingPlanes = plane ? [plane] : [];
    this.stage.draw();
    this.page.refresh();
  }

  private planeOf({ axis, at }: Section): Plane | undefined {
    const { box } = this.scene;
    if (isEmpty(box)) return undefined;
    const point: [number, number, number] = [0, 0, 0];
    point[axis] = box.low[axis] + (box.high[axis] - box.low[axis]) * at;
    const normal = new Vector3().setComponent(axis, axis === 0 ? -1 : 1);
    return new Plane().setFromNormalAndCoplanarPoint(normal, this.toScene(point));
  }

  private subject(box: Box): Box3 {
    const { low, high } = isEmpty(box) ? NOTHING : box;
    return new Box3().setFromPoints([this.toScene(low), this.toScene(high)]);
  }
}
