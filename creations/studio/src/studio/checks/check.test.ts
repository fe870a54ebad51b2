import { describe, expect, it } from "vitest";
import { IDENTITY, type Transform, translation } from "../geometry/transform";
import { type Connector, readConnector } from "../parts/connectors";
import { hull, Inspector, isInside } from "./check";
import type { CheckedPart } from "./findings";

/** A closed box, wound outward, as small as the library's meshes are. */
function box(
  id: string,
  low: readonly number[],
  high: readonly number[],
  connectors: Connector[],
): CheckedPart {
  const [x0, y0, z0] = low.map((value) => value + 0.25) as [number, number, number];
  const [x1, y1, z1] = high.map((value) => value - 0.25) as [number, number, number];
  const positions = new Float32Array([
    x0,
    y0,
    z0,
    x1,
    y0,
    z0,
    x1,
    y1,
    z0,
    x0,
    y1,
    z0,
    x0,
    y0,
    z1,
    x1,
    y0,
    z1,
    x1,
    y1,
    z1,
    x0,
    y1,
    z1,
  ]);
  const quads = [
    [0, 3, 2, 1],
    [4, 5, 6, 7],
    [0, 1, 5, 4],
    [2, 3, 7, 6],
    [1, 2, 6, 5],
    [0, 4, 7, 3],
  ];
  const indices = new Uint32Array(quads.flatMap(([a, b, c, d]) => [a!, b!, c!, a!, c!, d!]));
  return { id, connectors, worn: false, surfaces: [{ positions, indices }] };
}

const up = (type: string, x: number, y: number): Connector =>
  readConnector([type, x, y, 0, 0, -1, 0, 1, 0, 0, 0]);
const CUBE = box(
  "cube",
  [-10, 0, -10],
  [10, 24, 10],
  [up("stud/stud", 0, 0), up("hole/hole", 0, 24)],
);
const BEAM = box(
  "beam",
  [-50, 0, -10],
  [50, 24, 10],
  [-40, 0, 40].flatMap((x) => [up("stud/stud", x, 0), up("hole/hole", x, 24)]),
);

function look(...items: [part: string, transform: Transform][]) {
  const inspector = new Inspector();
  inspector.learn([CUBE, BEAM]);
  return inspector.inspect(
    items.map(([part, transform], index) => ({ line: `l${index}`, part, transform })),
  );
}

describe("the checks", () => {
  it("find nothing wrong with a tower", () => {
    expect(
      look(
        ["cube", translation(0, -24, 0)],
        ["cube", translation(0, -48, 0)],
        ["cube", translation(0, -72, 0)],
      ),
    ).toEqual([]);
  });

  it("find parts that cut into each other, also in the very same place", () => {
    expect(look(["cube", IDENTITY], ["cube", translation(6, 0, 0)])).toContainEqual({
      kind: "collision",
      lines: ["l0", "l1"],
    });
    expect(look(["cube", IDENTITY], ["cube", IDENTITY])).toContainEqual({
      kind: "collision",
      lines: ["l0", "l1"],
    });
  });

  it("leave parts alone that only touch", () => {
    expect(
      look(["cube", IDENTITY], ["cube", translation(20, 0, 0)]).filter(
        ({ kind }) => kind === "collision",
      ),
    ).toEqual([]);
  });

  it("find what holds on to nothing", () => {
    const found = look(
      ["cube", IDENTITY],
      ["cube", translation(0, -24, 0)],
      ["cube", translation(0, -148, 0)],
    );
    expect(found).toContainEqual({ kind: "loose", lines: ["l2"] });
  });

  it("find that a beam on one end falls over, and that one on its middle stands", () => {
    expect(look(["cube", IDENTITY], ["beam", translation(40, -24, 0)])).toContainEqual({
      kind: "falls",
    });
    expect(look(["cube", IDENTITY], ["beam", translation(0, -24, 0)])).toEqual([]);
  });
});

describe("the ground under a model", () => {
  it("is the hull of its feet", () => {
    const corners = hull([
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [5, 5],
      [5, 0],
    ]);
    expect(corners).toHaveLength(4);
    expect(isInside([5, 5], corners)).toBe(true);
    expect(isInside([11, 5], corners)).toBe(false);
  });
});
