import { expect, it } from "vitest";
import { Detailed } from "../../core/detail";
import { apply, determinant } from "../geometry/transform";
import type { Part } from "./library";
import { solidOf } from "./solids";
import { between, otherHand, symmetry } from "./symmetry";

/** A flat wedge: a triangle's corner points to one side. */
function wedge(id: string, tip: number, base = 0): Part {
  const positions = Float32Array.from([
    base,
    0,
    0,
    base,
    0,
    40,
    base + tip,
    0,
    0,
    base,
    8,
    0,
    base,
    8,
    40,
    base + tip,
    8,
    0,
  ]);
  const indices = Uint32Array.from([0, 1, 2, 3, 5, 4]);
  const solid = solidOf(Detailed.of({ positions, normals: positions, indices }));
  return {
    id,
    name: id,
    ldrawName: id,
    category: "",
    connectors: [],
    surfaces: [{ colour: 16, solid }],
    box: solid.box,
    today: id,
    known: true,
  };
}

it("finds that a wedge is not its own image, and which other one is", () => {
  const [right, left] = [wedge("right", 20), wedge("left", -20, 5)];
  expect(symmetry(right)).toBeDefined(); // front to back it is its own image: top and bottom are alike
  const by = between(right, left)!;
  expect(determinant(by)).toBeCloseTo(-1);
  expect(apply(by, [-15, 0, 0])[0]).toBeCloseTo(20);
  expect(between(right, wedge("longer", -30))).toBeUndefined();
});

it("knows the other hand's name", () => {
  expect(otherHand("Wing 2 x 3 Right")).toBe("Wing 2 x 3 Left");
  expect(otherHand("Minifig leg left")).toBe("Minifig leg right");
  expect(otherHand("Brick 2 x 4")).toBeUndefined();
  expect(otherHand("Bright tile")).toBeUndefined();
});
