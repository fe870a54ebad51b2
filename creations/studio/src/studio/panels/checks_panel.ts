/** What the checks found, in sentences; a click shows it. */

import { html, type TemplateResult } from "lit-html";
import type { Finding } from "../checks/findings";
import type { Desk } from "../desk";
import { _, n_ } from "../words";
import { icon } from "./pieces";

type Needs = Pick<Desk, "scene" | "selection" | "camera" | "checker">;

export class ChecksPanel {
  constructor(private readonly desk: Needs) {}

  view(): TemplateResult {
    const { findings, report } = this.desk.checker;
    if (!report) return html`<p class="muted">${_("Looking the model over …")}</p>`;
    if (findings.length === 0)
      return html`<p class="all-well">
        ${icon("check")}
        ${_("All is well: nothing cuts into anything, everything holds, and it stands.")}
      </p>`;
    return html`<ul class="findings">
      ${findings.map(
        (finding) => html`<li>
          <button type="button" @click=${() => this.show(finding)}>
            ${icon("warning")}<span>${this.sentence(finding)}</span>
          </button>
        </li>`,
      )}
    </ul>`;
  }

  private sentence(finding: Finding): string {
    const { scene } = this.desk;
    const named = (line: string): string =>
      scene.itemsOf(line)[0]?.part.name ?? scene.placement(line)?.reference ?? line;
    switch (finding.kind) {
      case "collision":
        return _("%(one)s cuts into %(other)s.", {
          one: named(finding.lines[0]),
          other: named(finding.lines[1]),
        });
      case "loose":
        return finding.lines.length === 1
          ? _("%(part)s is connected to nothing.", { part: named(finding.lines[0]!) })
          : n_(
              "%(n)s part floats by itself.",
              "%(n)s parts float by themselves.",
              finding.lines.length,
            );
      case "falls":
        return _("It falls over: the middle of its mass is not above what it stands on.");
      case "unknown-part":
        return _("Nobody knows the part %(part)s; it is drawn as a box.", { part: finding.part });
      case "unknown-colour":
        return _("There is no colour %(colour)s.", { colour: finding.colour });
    }
  }

  private show(finding: Finding): void {
    const { desk } = this;
    if (!("lines" in finding)) {
      desk.camera.look(0, 0);
      return;
    }
    desk.selection.set(finding.lines);
    desk.camera.fit(desk.selection);
  }
}
