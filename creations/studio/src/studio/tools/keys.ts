/** Keys that move and turn, the same in every tool. */

import type { Vector } from "../geometry/transform";
import type { ToolHost } from "./host";

/** Axis and degrees of a turn: A and D about the upright, W and S about what lies across the view, Q and E along it. */
export function turnKey(event: KeyboardEvent, degrees: number): [Vector, number] | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const turns: Record<string, [Vector, number]> = {
    a: [[0, 1, 0], degrees],
    d: [[0, 1, 0], -degrees],
    w: [[1, 0, 0], degrees],
    s: [[1, 0, 0], -degrees],
    q: [[0, 0, 1], degrees],
    e: [[0, 0, 1], -degrees],
  };
  return turns[event.key.toLowerCase()];
}

/** How far a key moves, in LDU: arrows along the ground as seen from the camera, Page Up and Page Down by a plate. */
export function stepKey(
  event: KeyboardEvent,
  host: Pick<ToolHost, "camera" | "atHand">,
): Vector | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const fine = event.shiftKey ? 1 : Math.max(1, host.atHand.grid || 1);
  const up = event.shiftKey ? 1 : 8;
  const { right, away } = host.camera.groundAxes();
  const by = ([x, y, z]: Vector, length: number): Vector => [x * length, y * length, z * length];
  switch (event.key) {
    case "ArrowRight":
      return by(right, fine);
    case "ArrowLeft":
      return by(right, -fine);
    case "ArrowUp":
      return by(away, fine);
    case "ArrowDown":
      return by(away, -fine);
    case "PageUp":
      return [0, -up, 0];
    case "PageDown":
      return [0, up, 0];
    default:
      return undefined;
  }
}
