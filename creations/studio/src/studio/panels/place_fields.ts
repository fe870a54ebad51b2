/** Place and turn in numbers, to read and to type. */

import { html, type TemplateResult } from "lit-html";
import { Euler, Matrix4 } from "three";
import { turnSelection } from "../arranging/turn";
import type { Desk } from "../desk";
import { nudge, setTransforms } from "../document/commands";
import type { Placement } from "../document/shape";
import type { Transform, Vector } from "../geometry/transform";
import { toMatrix } from "../parts/solids";
import { _ } from "../words";

type Needs = Pick<Desk, "store" | "scene" | "selection" | "atHand">;

const AXES = ["x", "y", "z"] as const;
/** In which order turns about the axes are told: as other programs do, the upright first. */
const ORDER = "YXZ";

/** Where one part stands, in LDU, and how it is turned, in degrees. */
export function placeFields(desk: Needs, line: Placement): TemplateResult {
  const { store, scene, atHand } = desk;
  const turns = turnsOf(line.transform);
  const isLocked = scene.isLocked(line.id);
  const set = (transform: Transform, label: string): void =>
    setTransforms(store, scene.file, new Map([[line.id, transform]]), label);
  const place = (k: number, value: number): void => {
    if (Number.isFinite(value) && value !== line.transform[k])
      set(changed(line.transform, k, value), _("Move"));
  };
  const turn = (k: number, value: number): void => {
    if (Number.isFinite(value) && value !== turns[k])
      set(turnedTo(line.transform, changed(turns, k, value)), _("Turn"));
  };
  return html`<fieldset class="numbers">
      <legend>${_("Place in LDU (20 are a stud, 24 a brick; y looks down)")}</legend>
      ${AXES.map((axis, k) =>
        field(`number-${axis}`, axis, line.transform[k]!, atHand.grid || 1, isLocked, (value) =>
          place(k, value),
        ),
      )}
    </fieldset>
    <fieldset class="numbers">
      <legend>${_("Turn in degrees")}</legend>
      ${AXES.map((axis, k) =>
        field(`number-turn-${axis}`, axis, turns[k]!, atHand.turnStep, isLocked, (value) =>
          turn(k, value),
        ),
      )}
    </fieldset>`;
}

/** Move all that is selected by typed numbers. */
export function moveField({ store, scene, selection }: Needs): TemplateResult {
  const move = (event: Event): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const by = AXES.map((axis) => Number(form.get(axis)) || 0) as unknown as Vector;
    if (by.some((value) => value !== 0)) nudge(store, scene.file, selection.free(), by, _("Move"));
  };
  return html`<form class="numbers" @submit=${move}>
    <fieldset>
      <legend>${_("Move by LDU")}</legend>
      ${AXES.map(
        (axis) => html`<label for="by-${axis}">
          <span>${axis}</span>
          <input id="by-${axis}" name=${axis} type="number" value="0" step="any" />
        </label>`,
      )}
      <button class="button quiet small">${_("Move")}</button>
    </fieldset>
  </form>`;
}

/** Turn all that is selected about its middle, a step at a time. */
export function turnButtons(desk: Needs): TemplateResult {
  const { turnStep } = desk.atHand;
  const ways: [axis: string, about: Vector][] = [
    ["x", [1, 0, 0]],
    ["y", [0, 1, 0]],
    ["z", [0, 0, 1]],
  ];
  return html`<div class="panel-actions" role="group" aria-label=${_("Turn")}>
    ${ways.map(
      ([axis, about]) => html`<button
        type="button"
        class="button quiet small"
        @click=${() => turnSelection(desk, about, turnStep)}
      >
        ${axis} +${turnStep}°
      </button>`,
    )}
  </div>`;
}

function field(
  id: string,
  label: string,
  value: number,
  step: number,
  isLocked: boolean,
  set: (value: number) => void,
): TemplateResult {
  return html`<label for=${id}>
    <span>${label}</span>
    <input
      id=${id}
      type="number"
      step=${step}
      .value=${String(value)}
      ?disabled=${isLocked}
      @change=${(event: Event) => set(Number((event.target as HTMLInputElement).value))}
    />
  </label>`;
}

function changed<T extends readonly number[]>(numbers: T, k: number, value: number): T {
  return numbers.map((old, at) => (at === k ? value : old)) as unknown as T;
}

/** Turns about x, y and z in degrees, to a thousandth. */
function turnsOf(transform: Transform): Vector {
  const turned = new Matrix4().extractRotation(toMatrix(transform));
  const { x, y, z } = new Euler().setFromRotationMatrix(turned, ORDER);
  // Adding 0 makes -0 a plain 0.
  const degrees = (value: number): number => Math.round((value * 180_000) / Math.PI) / 1000 + 0;
  return [degrees(x), degrees(y), degrees(z)];
}

/** The same place, turned by these degrees about x, y and z. */
function turnedTo([x, y, z]: Transform, degrees: Vector): Transform {
  const [a, b, c] = degrees.map((value) => (value * Math.PI) / 180) as [number, number, number];
  const e = new Matrix4().makeRotationFromEuler(new Euler(a, b, c, ORDER)).elements;
  // three.js counts down the columns, LDraw along the rows.
  const rows = [0, 1, 2].flatMap((row) => [e[row], e[row + 4], e[row + 8]]);
  return [x, y, z, ...rows] as unknown as Transform;
}
