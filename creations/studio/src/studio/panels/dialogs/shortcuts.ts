/** All keys, by section. */

import { html, type TemplateResult } from "lit-html";
import { SECTIONS } from "../../actions/all";
import { _ } from "../../words";
import type { Dialog } from "./dialog";

export class ShortcutsDialog implements Dialog {
  readonly isWide = true;

  get title(): string {
    return _("Keyboard shortcuts");
  }

  view(): TemplateResult {
    const inHand: [label: string, keys: string][] = [
      [_("Move the selection along the ground"), "← → ↑ ↓"],
      [_("Move up and down"), "PageUp PageDown"],
      [_("Move by one LDU"), "Shift"],
      [_("Turn about the upright"), "A D"],
      [_("Tip forward and back"), "W S"],
      [_("Roll to the sides"), "Q E"],
      [_("Place the part at hand"), "Enter"],
      [_("Turn the view"), _("right button, or Alt and left")],
      [_("Move the view"), _("middle button")],
      [_("Come nearer"), _("wheel")],
    ];
    return html`<div class="shortcuts">
      ${section(_("Parts in the hand"), inHand)}
      ${SECTIONS.map(({ title, actions }) =>
        section(
          title,
          actions.flatMap(({ label, keys }) => (keys[0] ? [[label, keys[0]]] : [])),
        ),
      )}
    </div>`;
  }
}

function section(title: string, rows: [label: string, keys: string][]): TemplateResult {
  return html`<section>
    <h3>${title}</h3>
    <dl>
      ${rows.map(
        ([label, keys]) => html`<div>
          <dt>${label}</dt>
          <dd>${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}</dd>
        </div>`,
      )}
    </dl>
  </section>`;
}
