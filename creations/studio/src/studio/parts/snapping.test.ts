import { describe, expect, it } from "vitest";
import { IDENTITY, rotation, type Transform, translation } from "../geometry/transform";
import { connectionsOf, hangingTogether } from "./connections";
import {
  type Connector,
  ConnectorIndex,
  type ConnectorRow,
  joint,
  mate,
  readConnector,
} from "./connectors";
import { onGrid, snap, turnTo } from "./snapping";

const up = (type: string, x: number, y: number, z: number): Connector =>
  readConnector([type, x, y, z, 0, -1, 0, 1, 0, 0, 0] as ConnectorRow);

/** A 2x2 brick: studs on top, holes below. */
const BRICK: Connector[] = [-10, 10].flatMap((x) =>
  [-10, 10].flatMap((z) => [up("stud/stud", x, 0, z), up("hole/hole", x, 24, z)]),
);
/** A 1x1 brick with a stud on its front. */
const HEADLIGHT: Connector[] = [
  up("stud/stud", 0, 0, 0),
  up("hole/hole", 0, 24, 0),
  readConnector(["stud/open", 0, 10, -10, 0, 0, -1, 1, 0, 0, 0]),
];
const BAR: Connector[] = [readConnector(["axle/bar", 0, 40, 0, 0, 1, 0, 1, 0, 0, 40])];
const CLIP: Connector[] = [readConnector(["axle/clip", 0, 0, 0, 0, 1, 0, 1, 0, 0, 4])];
const always = (): boolean => true;

function model(...parts: [Connector[], Transform][]): ConnectorIndex {
  const index = new ConnectorIndex();
  parts.forEach(([connectors, place], owner) => index.add(owner, connectors, place));
  return index;
}

describe("what fits what", () => {
  it("joins studs with holes, bars with clips, hinges with their own other half", () => {
    expect(joint("stud/stud", "hole/hole")).toBe("turn");
    expect(joint("hole/tube", "stud/open")).toBe("turn");
    expect(joint("axle/clip", "axle/bar")).toBe("slide");
    expect(joint("hinge/12/in", "hinge/12/on")).toBe("turn");
    expect(joint("ball/1/on", "ball/1/in")).toBe("ball");
    expect(joint("hinge/12/in", "hinge/13/on")).toBeUndefined();
    expect(joint("stud/stud", "stud/stud")).toBeUndefined();
  });

  it("holds a bar anywhere along its reach, and lets go beyond it", () => {
    const bar = BAR[0]!;
    const clip = (y: number) => readConnector(["axle/clip", 0, y, 0, 0, -1, 0, 1, 0, 0, 4]);
    expect(mate(bar, clip(5))).toBe(true);
    expect(mate(bar, clip(78))).toBe(true);
    expect(mate(bar, clip(90))).toBe(false);
    expect(mate(bar, readConnector(["axle/clip", 3, 5, 0, 0, -1, 0, 1, 0, 0, 4]))).toBe(false);
  });
});

describe("snapping", () => {
  it("sits on the studs that are nearest to where the hand is, and counts them", () => {
    const found = snap(model([BRICK, IDENTITY]), BRICK, translation(3, -27, 4), always);
    expect(found).toEqual({ transform: translation(0, -24, 0), connections: 4, collides: false });
  });

  it("prefers a legal place to a nearer one that cuts into something", () => {
    const found = snap(
      model([BRICK, IDENTITY]),
      BRICK,
      translation(8, -26, 0),
      (place) => place[0] > 10,
    );
    expect(found?.transform).toEqual(translation(20, -24, 0));
    expect(found?.collides).toBe(false);
  });

  it("says so when every place cuts into something", () => {
    expect(
      snap(model([BRICK, IDENTITY]), BRICK, translation(0, -24, 0), () => false)?.collides,
    ).toBe(true);
  });

  it("finds nothing far away", () => {
    expect(snap(model([BRICK, IDENTITY]), BRICK, translation(200, 0, 0), always)).toBeUndefined();
  });

  it("leaves out what the hand carries", () => {
    expect(
      snap(model([BRICK, IDENTITY]), BRICK, translation(0, -24, 0), always, () => true),
    ).toBeUndefined();
  });

  it("draws a clip onto a bar's line but leaves it where it is along it", () => {
    const found = snap(model([BAR, IDENTITY]), CLIP, translation(5, 33, -4), always);
    expect(found?.transform).toEqual(translation(0, 33, 0));
  });

  it("keeps to the turn at hand: studs do not meet holes that look another way", () => {
    expect(snap(model([BRICK, IDENTITY]), BRICK, rotation([1, 0, 0], 90), always)).toBeUndefined();
  });

  it("turns a brick to the stud on a side when that stud is aimed at", () => {
    const index = model([HEADLIGHT, IDENTITY]);
    const aim = { point: [0, 10, -14], normal: [0, 0, -1] } as const;
    const found = turnTo(index, BRICK, translation(0, 0, -40), aim, [0, 12, 0], always)!;
    const placed = new ConnectorIndex();
    placed.add(0, HEADLIGHT, IDENTITY);
    placed.add(1, BRICK, found.transform);
    expect(connectionsOf(placed, 1).map(({ other }) => other)).toEqual([0]);
  });

  it("does not turn a brick for a stud that it meets as it is", () => {
    expect(
      turnTo(
        model([BRICK, IDENTITY]),
        BRICK,
        translation(0, -24, 0),
        { point: [10, -4, 10], normal: [0, -1, 0] },
        [0, 12, 0],
        always,
      ),
    ).toBeUndefined();
  });

  it("lays parts on the ground so that studs fall on the stud grid", () => {
    expect(onGrid(translation(7, -24, -4), BRICK, 20).slice(0, 3)).toEqual([0, -24, 0]);
    expect(onGrid(translation(7, -24, -4), HEADLIGHT, 20).slice(0, 3)).toEqual([10, -24, -10]);
  });
});

describe("what hangs together", () => {
  it("follows connections, and stops where it is cut", () => {
    const index = model(
      [BRICK, IDENTITY],
      [BRICK, translation(0, -24, 0)],
      [BRICK, translation(0, -48, 0)],
      [BRICK, translation(300, 0, 0)],
    );
    const none = (): number[] => [];
    expect([...hangingTogether(index, [0], none)].sort()).toEqual([0, 1, 2]);
    expect([...hangingTogether(index, [2], none, (a, b) => a + b === 1)].sort()).toEqual([1, 2]);
  });

  it("forgets parts that are taken away", () => {
    const index = model([BRICK, IDENTITY], [BRICK, translation(0, -24, 0)]);
    index.remove(1);
    expect(connectionsOf(index, 0)).toEqual([]);
    index.add(7, BRICK, translation(0, -24, 0));
    expect(connectionsOf(index, 0).every(({ other }) => other === 7)).toBe(true);
  });
});
