/** Save a revision. */

import { html, type TemplateResult } from "lit-html";
import type { Desk } from "../../desk";
import { _, n_ } from "../../words";
import type { Dialog, Frame } from "./dialog";
import { keepFirst, unlessNewer } from "./keep_first";

type Needs = Pick<Desk, "link" | "server" | "page">;

export class SaveDialog implements Dialog {
  constructor(
    private readonly desk: Needs,
    private readonly frame: Frame,
  ) {}

  get title(): string {
    return _("Save a revision");
  }

  view(): TemplateResult {
    return html`<form @submit=${this.frame.submit((form) => this.save(form))}>
      <p class="muted">
        ${_(
          "Every change is kept anyway. A revision is a state you can come back to, compare and publish.",
        )}
      </p>
      <label for="message">${_("What changed?")}</label>
      <input id="message" name="message" maxlength="200" autofocus />
      <div class="dialog-foot">
        <button class="button" ?disabled=${this.frame.busy}>${_("Save")}</button>
      </div>
    </form>`;
  }

  private async save(form: FormData): Promise<void> {
    const { link, server, page } = this.desk;
    await keepFirst(this.desk);
    const message = String(form.get("message") ?? "");
    const { revision, parts } = await unlessNewer(this.desk, () =>
      server.save(message, link.revisions.base),
    );
    link.saved(revision);
    page.say(
      n_(
        "Revision %(number)s is saved: %(n)s part.",
        "Revision %(number)s is saved: %(n)s parts.",
        parts,
        { number: revision },
      ),
    );
    this.frame.close();
  }
}
