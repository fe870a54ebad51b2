/** Publish: a title, a licence, and it is in the gallery. */

import { html, type TemplateResult } from "lit-html";
import type { Desk } from "../../desk";
import { Refusal } from "../../refusal";
import { _ } from "../../words";
import type { Dialog, Frame } from "./dialog";
import { keepFirst, unlessNewer } from "./keep_first";

type Needs = Pick<Desk, "about" | "link" | "server" | "page">;

export class PublishDialog implements Dialog {
  /** Where it can be seen, once it is published. */
  private published = "";

  constructor(
    private readonly desk: Needs,
    private readonly frame: Frame,
  ) {}

  get title(): string {
    return this.published ? _("It is in the gallery") : _("Publish");
  }

  begin(): void {
    this.published = "";
  }

  view(): TemplateResult {
    return this.published ? this.done() : this.form();
  }

  private form(): TemplateResult {
    const { about } = this.desk;
    const { busy } = this.frame;
    return html`<form @submit=${this.frame.submit((form) => this.publish(form))}>
      <label for="publish-title">${_("Title")}</label>
      <input id="publish-title" name="title" required maxlength="120" .value=${about.title} />
      <fieldset class="choices">
        <legend>${_("What others may do with it")}</legend>
        ${about.licences.map(
          ({ code, name, words }) => html`<label class="choice">
            <input type="radio" name="licence" value=${code} ?checked=${code === about.licence} />
            <span><strong>${name}</strong> <span class="muted small">${words}</span></span>
          </label>`,
        )}
      </fieldset>
      <div class="dialog-foot">
        <button class="button" ?disabled=${busy}>
          ${busy ? _("Publishing …") : _("Publish")}
        </button>
      </div>
    </form>`;
  }

  private done(): TemplateResult {
    return html`<p>${_("Everybody can see it, and order its parts.")}</p>
      <div class="dialog-foot">
        <a class="button" href=${this.published}>${_("Look at its page")}</a>
        <a class="button quiet" href="${this.published}edit/">${_("Story, royalty, pictures")}</a>
      </div>`;
  }

  private async publish(form: FormData): Promise<void> {
    const { about, server, link } = this.desk;
    const title = String(form.get("title") ?? "");
    const licence = String(form.get("licence") ?? "");
    await keepFirst(this.desk);
    const base = String(link.revisions.base);
    const edition = String(about.edition);
    const fields = { title, licence, message: "", save: "1", base, edition };
    try {
      const published = await unlessNewer(this.desk, () => server.publish(fields));
      this.published = published.address;
      about.edition = published.edition;
    } catch (error) {
      // Now that the designer has read what was saved elsewhere, publishing again is meant.
      if (error instanceof Refusal && error.edition) about.edition = error.edition;
      throw error;
    }
    about.title = title;
    about.isPublic = true;
  }
}
