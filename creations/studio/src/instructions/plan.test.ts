import { expect, it } from "vitest";
import { lastOf, newIn, type Step, turnOf } from "./plan";

const step = (
  number: number,
  of: number,
  first: number,
  title = "",
  submodels: Step["submodels"] = [],
): Step => ({
  title,
  number,
  of,
  first,
  times: 1,
  lots: [],
  submodels,
  view: null,
});

/** A wheel in two steps, put in place twice: with the model's second step and with its third. */
const wheel = { title: "wheel", colour: 0, quantity: 1, built: 2 };
const steps = [
  step(1, 3, 0),
  step(1, 2, 1, "wheel"),
  step(2, 2, 1, "wheel"),
  step(2, 3, 0, "", [wheel]),
  step(3, 3, 0, "", [wheel]),
];

const news = (index: number): number[] => steps.map((_, k) => k).filter(newIn(steps, index));

it("outlines a submodel's parts when it is put in place for the first time", () => {
  expect(news(0)).toEqual([0]);
  expect(news(3)).toEqual([1, 2, 3]);
});

it("leaves the first copy alone when another is put in place", () => {
  expect(news(4)).toEqual([4]);
});

it("knows where each submodel is finished", () => {
  expect(steps.map((_, k) => lastOf(steps, k))).toEqual([4, 2, 2, 4, 4]);
});

it("turns a model as MLCad does: about z first, then y, then x", () => {
  const [x, y, z] = [30, 40, 50].map((angle) => (angle * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  const [c1, c2, c3, s1, s2, s3] = [
    Math.cos(x),
    Math.cos(y),
    Math.cos(z),
    Math.sin(x),
    Math.sin(y),
    Math.sin(z),
  ];
  const turn = turnOf({ angles: [30, 40, 50], absolute: false }).transpose().elements;
  [
    c2 * c3,
    -c2 * s3,
    s2,
    0,
    c1 * s3 + s1 * s2 * c3,
    c1 * c3 - s1 * s2 * s3,
    -s1 * c2,
    0,
    s1 * s3 - c1 * s2 * c3,
    s1 * c3 + c1 * s2 * s3,
    c1 * c2,
  ].forEach((value, k) => expect(turn[k]).toBeCloseTo(value, 6));
});
