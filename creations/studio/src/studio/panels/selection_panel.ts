/** What is selected, in numbers: place and turn to type, part and colour to change. */

import { html, nothing, type TemplateResult } from "lit-html";
import { Euler, Matrix4 } from "three";
import { turnSelection } from "../arranging/turn";
import type { Desk } from "../desk";
import { moveToStep, nudge, setTransforms } from "../document/commands";
import type { Placement } from "../document/shape";
import { isEmpty } from "../geometry/box";
import type { Transform, Vector } from "../geometry/transform";
import { toMatrix } from "../parts/solids";
import { HingeTool } from "../tools/hinge";
import { _, n_, number } from "../words";
import type { ActionButton } from "./action_button";
import { partPicture, swatch } from "./pieces";

type Needs = Pick<
  Desk,
  "store" | "library" | "colours" | "scene" | "camera" | "selection" | "atHand" | "toolbox"
>;

export class SelectionPanel {
  constructor(
    private readonly desk: Needs,
    private readonly button: ActionButton,
  ) {}

  view(): TemplateResult {
    const { desk } = this;
    const lines = desk.selection.placements();
    return html`${this.hinge()}
      ${lines.length === 0 ? html`<p class="muted">${_("Nothing is selected. Click a part in the model.")}</p>` : lines.length === 1 ? this.one(lines[0]!) : this.many(lines)}
      ${desk.camera.section ? this.section() : nothing}`;
  }

  private one(line: Placement): TemplateResult {
    const { desk } = this;
    const item = desk.scene.itemsOf(line.id)[0];
    const submodel = desk.store.named(line.reference);
    const colour = desk.colours.get(line.colour);
    const isModel = submodel?.kind === "model";
    return html`
      <div class="chosen">
        ${item && !isModel && desk.library.isPart(item.part.id) ? html`<img src=${partPicture(item.part.id, line.colour)} alt="" width="72" height="72">` : nothing}
        <div><strong>${isModel ? submodel.name.replace(/\.ldr$/, "") : (item?.part.name ?? line.reference)}</strong>
          <p class="muted small">${isModel ? _("Submodel") : line.reference} ${swatch(colour)} ${colour.name}${line.group ? html` · ${line.group}` : nothing}</p></div>
      </div>
      ${this.numbers(line)}
      ${this.size([line])}
      <div class="panel-actions">${["paint-selection", "replace", "duplicate", "mirror", "array", "hide", "lock", "select-part", "select-colour", "select-connected", ...(isModel ? ["enter", "explode"] : ["submodel"])].map((id) => this.button(id))}</div>
      ${this.steps([line])}`;
  }

  private many(lines: Placement[]): TemplateResult {
    return html`<p><strong>${n_("%(n)s part selected", "%(n)s parts selected", lines.length)}</strong></p>
      ${this.size(lines)}
      ${this.move()}
      <div class="panel-actions">${["paint-selection", "duplicate", "group", "ungroup", "submodel", "mirror", "array", "hide", "lock", "select-part", "select-colour", "select-connected"].map((id) => this.button(id))}</div>
      ${this.turns()}
      ${this.steps(lines)}`;
  }

  private size(lines: Placement[]): TemplateResult {
    const box = this.desk.scene.boxOf(lines.map((line) => line.id));
    if (isEmpty(box)) return html``;
    const [x, y, z] = [0, 1, 2].map((k) => box.high[k]! - box.low[k]!) as [number, number, number];
    return html`<p class="muted small">${_(
      "%(x)s × %(z)s × %(y)s studs · %(cx)s × %(cz)s × %(cy)s cm",
      {
        x: number(x / 20, 1),
        y: number(y / 20, 1),
        z: number(z / 20, 1),
        cx: number(x * 0.04, 1),
        cy: number(y * 0.04, 1),
        cz: number(z * 0.04, 1),
      },
    )}</p>`;
  }

  /** Place and turn of one part, to read and to type. */
  private numbers(line: Placement): TemplateResult {
    const { desk } = this;
    const euler = new Euler().setFromRotationMatrix(
      new Matrix4().extractRotation(toMatrix(line.transform)),
      "YXZ",
    );
    const turns = [euler.x, euler.y, euler.z].map(
      (value) => Math.round((value * 180 * 1000) / Math.PI) / 1000 + 0,
    );
    const locked = desk.scene.isLocked(line.id);
    const setPlace = (k: number, value: number): void => {
      if (!Number.isFinite(value) || value === line.transform[k]) return;
      const transform = line.transform.map((old, at) =>
        at === k ? value : old,
      ) as unknown as Transform;
      setTransforms(desk.store, desk.scene.file, new Map([[line.id, transform]]), _("Move"));
    };
    const setTurn = (k: number, value: number): void => {
      if (!Number.isFinite(value) || value === turns[k]) return;
      const wanted = turns.map((old, at) => ((at === k ? value : old) * Math.PI) / 180) as [
        number,
        number,
        number,
      ];
      const e = new Matrix4().makeRotationFromEuler(new Euler(...wanted, "YXZ")).elements;
      const transform = [
        ...line.transform.slice(0, 3),
        e[0],
        e[4],
        e[8],
        e[1],
        e[5],
        e[9],
        e[2],
        e[6],
        e[10],
      ] as unknown as Transform;
      setTransforms(desk.store, desk.scene.file, new Map([[line.id, transform]]), _("Turn"));
    };
    const field = (
      name: string,
      label: string,
      value: number,
      step: number,
      set: (value: number) => void,
    ): TemplateResult =>
      html`<label for="number-${name}"><span>${label}</span><input id="number-${name}" type="number" step=${step} .value=${String(value)} ?disabled=${locked}
        @change=${(event: Event) => set(Number((event.target as HTMLInputElement).value))}></label>`;
    return html`<fieldset class="numbers"><legend>${_("Place in LDU (20 are a stud, 24 a brick; y looks down)")}</legend>
        ${["x", "y", "z"].map((name, k) => field(name, name, line.transform[k]!, desk.atHand.grid || 1, (value) => setPlace(k, value)))}</fieldset>
      <fieldset class="numbers"><legend>${_("Turn in degrees")}</legend>
        ${["x", "y", "z"].map((name, k) => field(`turn-${name}`, name, turns[k]!, desk.atHand.turnStep, (value) => setTurn(k, value)))}</fieldset>`;
  }

  /** Move many by typed numbers. */
  private move(): TemplateResult {
    const { desk } = this;
    const go = (event: Event): void => {
      event.preventDefault();
      const form = new FormData(event.target as HTMLFormElement);
      const by = ["x", "y", "z"].map((name) => Number(form.get(name)) || 0) as unknown as Vector;
      if (by.some((value) => value !== 0))
        nudge(desk.store, desk.scene.file, desk.selection.free(), by, _("Move"));
    };
    return html`<form class="numbers" @submit=${go}><fieldset><legend>${_("Move by LDU")}</legend>
      ${["x", "y", "z"].map((name) => html`<label for="by-${name}"><span>${name}</span><input id="by-${name}" name=${name} type="number" value="0" step="any"></label>`)}
      <button class="button quiet small">${_("Move")}</button></fieldset></form>`;
  }

  private turns(): TemplateResult {
    const { desk } = this;
    const axes: [string, Vector][] = [
      ["x", [1, 0, 0]],
      ["y", [0, 1, 0]],
      ["z", [0, 0, 1]],
    ];
    return html`<div class="panel-actions" role="group" aria-label=${_("Turn")}>${axes.map(([name, axis]) => html`<button type="button" class="button quiet small" @click=${() => turnSelection(desk, axis, desk.atHand.turnStep)}>${name} +${desk.atHand.turnStep}°</button>`)}</div>`;
  }

  private steps(lines: Placement[]): TemplateResult {
    const { desk } = this;
    const { steps } = desk.store.file(desk.scene.file);
    const current = new Set(lines.map((line) => line.step));
    const [only] = current;
    return html`<label class="line-field" for="to-step"><span>${_("Step")}</span><select id="to-step" @change=${(event: Event) => moveToStep(desk.store, desk.scene.file, desk.selection.free(), (event.target as HTMLSelectElement).value, _("Move to another step"))}>
      ${current.size > 1 ? html`<option value="" selected disabled>${_("several")}</option>` : nothing}
      ${steps.map((step, index) => html`<option value=${step.id} ?selected=${current.size === 1 && step.id === only}>${index + 1}</option>`)}</select></label>`;
  }

  private hinge(): TemplateResult {
    const { tool } = this.desk.toolbox;
    if (!(tool instanceof HingeTool)) return html``;
    if (!tool.connection) return html`<p class="muted">${tool.hint}</p>`;
    const go = (event: Event): void => {
      event.preventDefault();
      tool.turn(Number(new FormData(event.target as HTMLFormElement).get("angle")) || 0);
    };
    return html`<form class="numbers" @submit=${go}><fieldset><legend>${_("Turn about the joint")} · ${tool.connection.own.type} – ${tool.connection.target.type}</legend>
      <label for="hinge-angle"><span>°</span><input id="hinge-angle" name="angle" type="number" step="any" value=${this.desk.atHand.turnStep}></label>
      <button class="button quiet small">${_("Turn")}</button></fieldset></form>`;
  }

  private section(): TemplateResult {
    const { desk } = this;
    const section = desk.camera.section!;
    return html`<fieldset class="section-field"><legend>${_("Cut the view open")}</legend>
      <div class="segments" role="group" aria-label=${_("Across")}>${(["x", "y", "z"] as const).map((name, axis) => html`<button type="button" aria-pressed=${section.axis === axis} @click=${() => desk.camera.setSection({ ...section, axis: axis as 0 | 1 | 2 })}>${name}</button>`)}</div>
      <input type="range" min="0" max="1" step="0.005" aria-label=${_("How far")} .value=${String(section.at)} @input=${(event: Event) => desk.camera.setSection({ ...section, at: Number((event.target as HTMLInputElement).value) })}></fieldset>`;
  }
}
