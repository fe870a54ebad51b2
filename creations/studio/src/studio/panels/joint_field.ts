/** The angle about a joint, while the tool that turns about one is at hand. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import { HingeTool } from "../tools/hinge";
import { _ } from "../words";

/** Nothing while another tool is at hand; a hint until a joint is chosen. */
export function jointField({
  toolbox,
  atHand,
}: Pick<Desk, "toolbox" | "atHand">): TemplateResult | typeof nothing {
  const { tool } = toolbox;
  if (!(tool instanceof HingeTool)) return nothing;
  const { connection } = tool;
  if (!connection) return html`<p class="muted">${tool.hint}</p>`;
  const turn = (event: Event): void => {
    event.preventDefault();
    tool.turn(Number(new FormData(event.target as HTMLFormElement).get("angle")) || 0);
  };
  return html`<form class="numbers" @submit=${turn}>
    <fieldset>
      <legend>
        ${_("Turn about the joint")} · ${connection.own.type} – ${connection.target.type}
      </legend>
      <label for="hinge-angle">
        <span>°</span>
        <input id="hinge-angle" name="angle" type="number" step="any" value=${atHand.turnStep} />
      </label>
      <button class="button quiet small">${_("Turn")}</button>
    </fieldset>
  </form>`;
}
