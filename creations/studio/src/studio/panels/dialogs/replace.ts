/** Another part in the place of each chosen one. */

import { html, type TemplateResult } from "lit-html";
import { replaceSelection } from "../../arranging/replace";
import type { Desk } from "../../desk";
import { Finder } from "../../parts/finder";
import { _ } from "../../words";
import { awayNote, partPicture } from "../pieces";
import type { Dialog, Frame } from "./dialog";

type Needs = Pick<Desk, "store" | "library" | "scene" | "selection" | "atHand" | "page">;

export class ReplaceDialog implements Dialog {
  private readonly finder: Finder;

  constructor(
    private readonly desk: Needs,
    private readonly frame: Frame,
  ) {
    this.finder = new Finder(() => desk.page.refresh());
  }

  get title(): string {
    return _("Replace with another part");
  }

  view(): TemplateResult {
    const search = (event: Event): void => {
      const q = (event.target as HTMLInputElement).value;
      void this.finder.search({ q, size: 24 });
    };
    return html`<label for="replace-search">${_("Search parts")}</label>
      <input id="replace-search" type="search" autofocus @input=${search} />
      <ul class="parts is-small">
        ${awayNote(this.finder)} ${this.finder.found.map((part) => this.part(part))}
      </ul>`;
  }

  private part({ id, name }: { id: string; name: string }): TemplateResult {
    const replace = (): void =>
      this.frame.work(async () => {
        await replaceSelection(this.desk, id);
        this.frame.close();
      });
    return html`<li class="part">
      <button type="button" class="part-take" title=${name} @click=${replace}>
        <img
          src=${partPicture(id, this.desk.atHand.colour)}
          alt=""
          width="72"
          height="72"
          loading="lazy"
        />
        <span class="part-name">${name}</span>
      </button>
    </li>`;
  }
}
