/** The order of building, as the server made it (`creations/ldraw/build_plan.py`). */

import { Euler, Matrix4 } from "three";

/** A step of the instructions, which is more than one of the file: submodels are built before they are placed. */
export interface Step {
  /** The submodel it builds; empty for the model itself. */
  title: string;
  /** Of `of` within what it builds, from 1. */
  number: number;
  of: number;
  /** The steps from here on have added what lies before the builder. */
  first: number;
  /** How many of the submodel are needed. */
  times: number;
  lots: { part: string; colour: number; quantity: number }[];
  submodels: { title: string; colour: number; quantity: number; built: number }[];
  /** How to hold it: `angles` in degrees about LDraw's axes, seen from the usual corner or, when `absolute`, from the front. */
  view: StepView | null;
}

/** How a step turns the model on the page: degrees about each axis, from the usual view or (absolute) from the front. */
export interface StepView {
  angles: [x: number, y: number, z: number];
  absolute: boolean;
}

/** The turn of a step's view, in LDraw's axes: about z first, x last. */
export function turnOf(view: StepView | null): Matrix4 {
  const [x, y, z] = (view?.angles ?? [0, 0, 0]).map((angle) => (angle * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  return new Matrix4().makeRotationFromEuler(new Euler(x, y, z, "XYZ"));
}

/** Whether two steps look from the same side, so that the camera may stay. */
export function isSameView(a: StepView | null, b: StepView | null): boolean {
  return a?.absolute === b?.absolute && String(a?.angles) === String(b?.angles);
}

/** The steps whose parts are new in a step: its own, and those that built what it puts in place for the first time. */
export function newIn(steps: readonly Step[], index: number): (step: number) => boolean {
  const ranges: [from: number, to: number][] = [[index, index]];
  for (const { built } of steps[index]!.submodels) {
    const places = steps.findIndex(
      (step, k) => k > built && step.submodels.some((one) => one.built === built),
    );
    if (places === index) ranges.push([steps[built]!.first, built]);
  }
  return (step) => ranges.some(([from, to]) => step >= from && step <= to);
}

/** The last step of what a step builds. */
export function lastOf(steps: readonly Step[], index: number): number {
  const { first, title, of } = steps[index]!;
  return steps.findIndex(
    (step, k) => k >= index && step.first === first && step.title === title && step.number === of,
  );
}
