/** The ground: a sheet of studs under the model, so that one sees what stands where. */

import { BufferGeometry, Float32BufferAttribute, LineBasicMaterial, LineSegments } from "three";
import { type Box, isEmpty } from "../geometry/box";
import { ROOT } from "./root";

const STUD = 20;
const MARGIN = 8;

export class Ground {
  readonly lines: LineSegments;
  private key = "";

  constructor() {
    this.lines = new LineSegments(
      new BufferGeometry(),
      new LineBasicMaterial({ color: 0x8d867a, transparent: true, opacity: 0.3 }),
    );
    this.lines.matrixAutoUpdate = false;
    this.lines.matrix.copy(ROOT);
    this.lines.frustumCulled = false;
    // Left out of pictures that are taken away (see `exporting.ts`).
    this.lines.userData["helper"] = true;
  }

  fit(box: Box, floor: number): void {
    const studs = (value: number, up: boolean): number =>
      up ? Math.ceil(value / STUD / 8) * 8 + MARGIN : Math.floor(value / STUD / 8) * 8 - MARGIN;
    const empty = isEmpty(box);
    const x0 = empty ? -16 : studs(box.low[0], false),
      x1 = empty ? 16 : studs(box.high[0], true);
    const z0 = empty ? -16 : studs(box.low[2], false),
      z1 = empty ? 16 : studs(box.high[2], true);
    const key = [x0, x1, z0, z1, floor].join(" ");
    if (key === this.key) return;
    this.key = key;
    // Beyond a few hundred studs only every eighth line is drawn.
    const every = (x1 - x0) * (z1 - z0) > 40_000 ? 8 : 1;
    const points: number[] = [];
    const y = floor + 0.4;
    for (let x = x0; x <= x1; x += every)
      points.push(x * STUD, y, z0 * STUD, x * STUD, y, z1 * STUD);
    for (let z = z0; z <= z1; z += every)
      points.push(x0 * STUD, y, z * STUD, x1 * STUD, y, z * STUD);
    this.lines.geometry.dispose();
    this.lines.geometry = new BufferGeometry().setAttribute(
      "position",
      new Float32BufferAttribute(points, 3),
    );
  }
}
