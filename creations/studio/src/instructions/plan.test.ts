import { expect, it } from "vitest";
import { lastOf, newIn, type Step } from "./plan";

const step = (number: number, of: number, first: number, title = "", submodels: Step["submodels"] = []): Step => ({
  title, number, of, first, times: 1, lots: [], submodels,
});

/** A wheel in two steps, put in place twice: with the model's second step and with its third. */
const wheel = { title: "wheel", colour: 0, quantity: 1, built: 2 };
const steps = [step(1, 3, 0), step(1, 2, 1, "wheel"), step(2, 2, 1, "wheel"), step(2, 3, 0, "", [wheel]), step(3, 3, 0, "", [wheel])];

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
