/** Measure between two points: in studs, centimetres and LDU. */

import { BufferGeometry, Line, LineBasicMaterial, Vector3 } from "three";
import { difference, size, type Vector } from "../geometry/transform";
import { _, number } from "../words";
import type { ToolHost } from "./host";
import { Clicks, type Point, type Tool } from "./tool";

export class MeasureTool implements Tool {
  readonly name = "measure";
  private first: Vector | undefined;
  private second: Vector | undefined;
  private readonly clicks = new Clicks();
  private readonly line = new Line(
    new BufferGeometry().setFromPoints([new Vector3(), new Vector3()]),
    new LineBasicMaterial({ color: 0xd8481f, depthTest: false }),
  );

  constructor(private readonly host: ToolHost) {
    this.line.renderOrder = 10;
    this.line.frustumCulled = false;
    this.line.visible = false;
    host.stage.scene.add(this.line);
  }

  get hint(): string {
    if (!this.first || !this.second)
      return this.first
        ? _("Click the other end.")
        : _("Click two points to measure between them.");
    const gap = difference(this.second, this.first);
    const length = size(gap);
    return _("%(studs)s studs · %(cm)s cm · %(ldu)s LDU (across %(x)s, up %(y)s, deep %(z)s)", {
      studs: number(length / 20),
      cm: number(length * 0.04),
      ldu: number(length, 1),
      x: number(Math.abs(gap[0]), 1),
      y: number(Math.abs(gap[1]), 1),
      z: number(Math.abs(gap[2]), 1),
    });
  }

  down(point: Point): boolean {
    return this.clicks.down(point);
  }

  move(point: Point, pressed: boolean): void {
    if (pressed || !this.first || this.second) return;
    const touch = this.host.camera.touch(point);
    if (touch) this.draw(this.first, touch.point);
  }

  up(point: Point): void {
    if (!this.clicks.up(point)) return;
    const touch = this.host.camera.touch(point);
    if (!touch) return;
    if (!this.first || this.second) {
      this.first = touch.point;
      this.second = undefined;
    } else {
      this.second = touch.point;
      this.draw(this.first, this.second);
    }
    this.host.page.refreshStatus();
  }

  private draw(a: Vector, b: Vector): void {
    this.line.geometry.setFromPoints([this.host.camera.toScene(a), this.host.camera.toScene(b)]);
    this.line.visible = true;
    this.host.stage.draw();
  }

  end(): void {
    this.line.removeFromParent();
    this.line.geometry.dispose();
    this.host.stage.draw();
  }
}
