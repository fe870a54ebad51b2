/** A revision was made elsewhere while there is unsaved work: what each changed, and what becomes of both. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../../desk";
import type { Both, Counts } from "../../server";
import { _, n_ } from "../../words";
import type { Dialog, Frame } from "./dialog";
import { keepFirst } from "./keep_first";

type Needs = Pick<Desk, "about" | "link" | "server" | "page">;

export class NewerDialog implements Dialog {
  private both: Both | undefined;
  private copy: { address: string; title: string } | undefined;

  constructor(
    private readonly desk: Needs,
    private readonly frame: Frame,
  ) {}

  get title(): string {
    return _("Revision %(number)s was made elsewhere", { number: this.desk.link.revisions.newest });
  }

  begin(): void {
    this.both = this.copy = undefined;
    this.frame.work(async () => {
      await keepFirst(this.desk);
      this.both = await this.desk.server.both();
    });
  }

  view(): TemplateResult {
    if (this.copy) return this.copied(this.copy);
    const { both } = this;
    if (!both) return html`<p class="muted">${_("Comparing …")}</p>`;
    const isNothing = sum(both.mine) === 0;
    return html`<p>
        ${_(
          "You began from revision %(number)s. Nothing was overwritten: both are there, and you choose what goes on.",
          { number: both.base },
        )}
      </p>
      <dl class="both">
        <dt>${_("You changed")}</dt>
        <dd>${told(both.mine)}</dd>
        <dt>${_("Revision %(number)s changed", { number: both.newest })}</dt>
        <dd>${told(both.theirs)}</dd>
        ${both.both.length > 0 ? this.sameParts(both.both) : nothing}
      </dl>
      <div class="dialog-foot">
        ${isNothing ? this.button(_("Open the newer one"), reload) : this.choices(both)}
      </div>`;
  }

  private sameParts(parts: string[]): TemplateResult {
    return html`<dt>${_("Both changed")}</dt>
      <dd>${parts.slice(0, 12).join(", ")}${parts.length > 12 ? " …" : ""}</dd>`;
  }

  private choices(both: Both): TemplateResult[] {
    return [
      this.button(_("Take the newer one, keep mine as a copy"), () =>
        this.frame.work(() => this.keepCopy()),
      ),
      this.button(_("Save mine as revision %(number)s", { number: both.newest + 1 }), () =>
        this.frame.work(() => this.saveOver(both)),
      ),
    ];
  }

  private button(words: string, act: () => void): TemplateResult {
    return html`<button type="button" class="button" ?disabled=${this.frame.busy} @click=${act}>
      ${words}
    </button>`;
  }

  private copied({ address, title }: { address: string; title: string }): TemplateResult {
    return html`<p>${_("Your work is a creation of its own now, a draft.")}</p>
      <p><a href=${address}>${title}</a></p>
      <div class="dialog-foot">${this.button(_("Open the newer one"), reload)}</div>`;
  }

  private async keepCopy(): Promise<void> {
    await keepFirst(this.desk);
    this.copy = await this.desk.server.copy(this.desk.link.epoch);
  }

  private async saveOver({ newest }: Both): Promise<void> {
    const { link, server, page } = this.desk;
    await keepFirst(this.desk);
    const { revision, parts } = await server.save("", link.revisions.base, newest);
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

function reload(): void {
  window.location.reload();
}

function sum({ added, removed, recoloured, moved }: Counts): number {
  return added + removed + recoloured + moved;
}

function told(counts: Counts): string {
  if (sum(counts) === 0) return _("no part");
  const words = [
    counts.added && n_("%(n)s part added", "%(n)s parts added", counts.added),
    counts.removed && n_("%(n)s part removed", "%(n)s parts removed", counts.removed),
    counts.recoloured && n_("%(n)s part recoloured", "%(n)s parts recoloured", counts.recoloured),
    counts.moved && n_("%(n)s part moved", "%(n)s parts moved", counts.moved),
  ];
  return words.filter(Boolean).join(", ");
}
