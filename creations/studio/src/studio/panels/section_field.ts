/** Where the view is cut open, while it is. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../desk";
import type { Section } from "../view/camera";
import { _ } from "../words";

const AXES: [name: string, axis: Section["axis"]][] = [
  ["x", 0],
  ["y", 1],
  ["z", 2],
];

/** Nothing while the view is whole. */
export function sectionField({ camera }: Pick<Desk, "camera">): TemplateResult | typeof nothing {
  const { section } = camera;
  if (!section) return nothing;
  const set = (values: Partial<Section>): void => camera.setSection({ ...section, ...values });
  return html`<fieldset class="section-field">
    <legend>${_("Cut the view open")}</legend>
    <div class="segments" role="group" aria-label=${_("Across")}>
      ${AXES.map(
        ([name, axis]) => html`<button
          type="button"
          aria-pressed=${section.axis === axis}
          @click=${() => set({ axis })}
        >
          ${name}
        </button>`,
      )}
    </div>
    <input
      type="range"
      min="0"
      max="1"
      step="0.005"
      aria-label=${_("How far")}
      .value=${String(section.at)}
      @input=${(event: Event) => set({ at: Number((event.target as HTMLInputElement).value) })}
    />
  </fieldset>`;
}
