/** The parts palette: search, categories, favourites, what was used, what is here, and what I have. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { attempt } from "../attempt";
import type { Desk } from "../desk";
import { Finder } from "../parts/finder";
import { _, n_ } from "../words";
import { dragOut } from "./drag_out";
import { printsButton, printsHeading } from "./palette_prints";
import { emptyNote, type Offer, offers, type Tab, tabs } from "./palette_tabs";
import { icon, partPicture } from "./pieces";

type Needs = Pick<
  Desk,
  | "about"
  | "store"
  | "library"
  | "prices"
  | "shelf"
  | "server"
  | "page"
  | "stage"
  | "atHand"
  | "toolbox"
>;

const SEARCH_MILLISECONDS = 180;
const PAGE = 60;
/** More pixels than these below what is seen, and no more are fetched yet. */
const NEAR_THE_END = 400;
/** Parts one has are fetched at once, up to these. */
const MOST_OWNED = 2000;

export class Palette {
  private tab: Tab = "all";
  private text = "";
  private category = "";
  /** The part whose prints are shown; undefined for all parts. */
  private mould: Offer | undefined;
  private timer = 0;
  private readonly finder: Finder;

  constructor(private readonly desk: Needs) {
    this.finder = new Finder(() => desk.page.refresh());
    void this.search();
  }

  view(): TemplateResult {
    const found = offers(this.desk, this.tab, this.finder, this.text);
    return html`
      <div class="palette-head">
        <label class="visually-hidden" for="part-search">${_("Search parts")}</label>
        <input
          id="part-search"
          type="search"
          placeholder=${_("Search parts: plate 2x4, 3001, slope …")}
          .value=${this.text}
          autocomplete="off"
          @input=${(event: InputEvent) => this.type((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this.searchKey(event)}
        />
        ${this.tabs()} ${this.tab === "all" ? this.categories() : nothing}
        ${this.tab === "all" ? printsHeading(this.mould, () => this.showPrints(undefined)) : nothing}
        ${this.tab === "mine" ? this.owned() : nothing}
      </div>
      <ul
        class="parts"
        aria-label=${_("Parts")}
        @scroll=${(event: Event) => this.scrolled(event.target as HTMLElement)}
      >
        ${repeat(
          found,
          (part) => `${part.id}:${part.colour ?? ""}`,
          (part) => this.item(part),
        )}
        ${this.note(found.length === 0)}
      </ul>
    `;
  }

  private tabs(): TemplateResult {
    return html`<div class="tabs" role="tablist" aria-label=${_("Which parts")}>
      ${tabs().map(
        ({ tab, label, picture }) => html`<button
          type="button"
          role="tab"
          title=${label}
          aria-label=${label}
          aria-selected=${this.tab === tab}
          @click=${() => this.show(tab)}
        >
          ${icon(picture)}
        </button>`,
      )}
    </div>`;
  }

  private categories(): TemplateResult {
    const choose = (event: Event): void => {
      this.category = (event.target as HTMLSelectElement).value;
      void this.search();
    };
    return html`<label class="visually-hidden" for="part-category">${_("Category")}</label>
      <select id="part-category" @change=${choose}>
        <option value="">${_("All categories")}</option>
        ${this.desk.about.categories.map(
          ([name, count, called]) =>
            html`<option value=${name} ?selected=${name === this.category}>
              ${called} (${count})
            </option>`,
        )}
      </select>`;
  }

  private showPrints(mould: Offer | undefined): void {
    this.mould = mould;
    if (mould) this.text = "";
    void this.search();
  }

  private note(isEmpty: boolean): TemplateResult | typeof nothing {
    const { failed, busy } = this.finder;
    if (failed && this.tab === "all")
      return html`<li class="parts-note">
        ${_("The network is away. Parts of this model are still here.")}
        <button type="button" class="link" @click=${() => void this.search()}>
          ${_("Try again")}
        </button>
      </li>`;
    if (!isEmpty || busy || failed) return nothing;
    return html`<li class="parts-note">${emptyNote(this.tab)}</li>`;
  }

  private owned(): TemplateResult {
    const { shelf, page } = this.desk;
    const putAway = (): void => {
      shelf.disown();
      page.refresh();
    };
    return html`<div class="owned">
      ${
        shelf.owned
          ? html`<span title=${shelf.owned.name}>${shelf.owned.name}</span>
              <button type="button" class="link" @click=${putAway}>${_("Put away")}</button>`
          : nothing
      }
      <label class="button quiet small" for="owned-file">
        ${icon("upload")}${_("Choose a list or a set’s file")}
      </label>
      <input
        class="visually-hidden"
        id="owned-file"
        type="file"
        accept=".csv,.xml,.json,.ldr,.mpd,.dat,.io"
        @change=${(event: Event) => this.readOwned(event.target as HTMLInputElement)}
      />
      ${unknownLines(shelf.owned?.unknown ?? [])}
    </div>`;
  }

  private readOwned(input: HTMLInputElement): void {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    const { server, shelf, library, page } = this.desk;
    void attempt(page, _("Choose a list or a set’s file"), async () => {
      const { lots, unknown } = await server.lotsIn(file);
      shelf.own(file.name, lots, unknown);
      page.refresh();
      await library.fetch(lots.slice(0, MOST_OWNED).map(([part]) => part));
      page.refresh();
    });
  }

  private item(part: Offer): TemplateResult {
    const colour = part.colour ?? this.desk.atHand.colour;
    const isMissing = this.desk.prices.get(part.id, colour) === null;
    const isGone = part.left !== undefined && part.left <= 0;
    const stock = isMissing ? _("No shop has it in this colour.") : "";
    return html`<li class="part ${isMissing ? "is-missing" : ""} ${isGone ? "is-gone" : ""}">
      <button
        type="button"
        class="part-take"
        title="${part.name} (${part.id})${stock ? `\n${stock}` : ""}"
        aria-label="${part.name}${stock ? `. ${stock}` : ""}"
        data-part=${part.id}
        ?disabled=${isGone}
        @click=${(event: MouseEvent) => this.take(part, event.detail === 0)}
        @pointerdown=${(event: PointerEvent) =>
          dragOut(this.desk, event, () => this.take(part, false))}
      >
        <img
          src=${partPicture(part.id, colour)}
          alt=""
          loading="lazy"
          width="96"
          height="96"
          draggable="false"
        />
        <span class="part-name">${part.name}</span>
        ${part.left === undefined ? nothing : left(part.left)}
      </button>
      ${this.star(part)} ${printsButton(part, () => this.showPrints(part))}
    </li>`;
  }

  private star({ id, name }: Offer): TemplateResult {
    const { shelf, page } = this.desk;
    const isStarred = shelf.favourites.includes(id);
    const toggle = (): void => {
      shelf.toggleFavourite(id);
      page.refresh();
    };
    return html`<button
      type="button"
      class="part-star"
      aria-pressed=${isStarred}
      aria-label=${
        isStarred
          ? _("No favourite any more: %(part)s", { part: name })
          : _("Favourite: %(part)s", { part: name })
      }
      @click=${toggle}
    >
      ${icon("star")}
    </button>`;
  }

  private take(part: Offer, byKeys: boolean): void {
    if (part.colour !== undefined) this.desk.atHand.colour = part.colour;
    void this.desk.toolbox.take(part.id, byKeys);
  }

  private async search(): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = 0;
    await this.finder.search({
      q: this.text,
      category: this.category,
      mould: this.mould?.id ?? "",
      size: PAGE,
    });
  }

  private type(text: string): void {
    this.text = text;
    this.tab = "all";
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.search(), SEARCH_MILLISECONDS);
  }

  /** Enter takes the best find of what is typed, also when the answer is still on its way. */
  private async takeFirst(): Promise<void> {
    if (this.timer || this.finder.busy) await this.search();
    const [first] = offers(this.desk, this.tab, this.finder, this.text);
    if (first) this.take(first, true);
  }

  private searchKey(event: KeyboardEvent): void {
    if (event.key === "Enter") void this.takeFirst();
    else if (event.key === "Escape") (event.target as HTMLElement).blur();
    else if (event.key === "ArrowDown") document.querySelector<HTMLElement>(".part-take")?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private show(tab: Tab): void {
    this.tab = tab;
    if (tab === "favourites" || tab === "recent") void this.nameAll(tab);
    this.desk.page.refresh();
  }

  /** The shelf keeps numbers only: the library knows the names. */
  private async nameAll(tab: "favourites" | "recent"): Promise<void> {
    const { shelf, library, page } = this.desk;
    const unnamed = shelf[tab].filter((id) => !this.finder.names.has(id));
    try {
      await library.fetch(unnamed);
      page.refresh();
    } catch (error) {
      // Until the network is back they are shown by their numbers; taking one says that it is away.
      console.info(error);
    }
  }

  private scrolled(list: HTMLElement): void {
    const below = list.scrollHeight - list.scrollTop - list.clientHeight;
    if (this.tab === "all" && below < NEAR_THE_END) void this.finder.more();
  }
}

function left(n: number): TemplateResult {
  return html`<span class="part-left" aria-label=${n_("%(n)s left", "%(n)s left", n)}>${n}</span>`;
}

/** What of a list means no part that there is: nothing of it is dropped unseen. */
function unknownLines(lines: readonly string[]): TemplateResult | typeof nothing {
  if (lines.length === 0) return nothing;
  return html`<details class="unknown" role="status">
    <summary>
      ${n_("%(n)s line is not understood", "%(n)s lines are not understood", lines.length)}
    </summary>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </details>`;
}
