import { expect, test } from "vitest";
import { isTwoSided } from "./detail";

const TETRAHEDRON = {
  points: [0, 0, 5, 10, 0, 5, 0, 10, 5, 0, 0, 15],
  faces: [0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3],
};

test("a mesh that encloses something has one side, and one that holds its faces twice has two", () => {
  const { points, faces } = TETRAHEDRON;
  expect(isTwoSided(points, faces)).toBe(false);
  expect(isTwoSided(points, [...faces, ...faces.toReversed()])).toBe(true);
});
