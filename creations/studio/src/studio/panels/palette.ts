/** The parts palette: search, categories, favourites, what was used, what is here, and what I have. */

import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { partsList } from "../document/expand";
import { type Found, searchParts } from "../parts/search";
import type { Studio } from "../studio_app";
import { _, n_ } from "../words";
import { icon, partPicture } from "./pieces";

type Tab = "all" | "favourites" | "recent" | "here" | "mine";

const SEARCH_DELAY = 180;

export class Palette {
  private tab: Tab = "all";
  private text = "";
  private category = "";
  private found: Found[] = [];
  private next: string | null = null;
  private busy = false;
  private failed = false;
  private timer = 0;
  private asked = 0;
  private names = new Map<string, string>();

  constructor(private readonly studio: Studio) {
    void this.search();
  }

  private async search(more = false): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = 0;
    const asked = ++this.asked;
    this.busy = true;
    this.studio.refresh();
    try {
      const { results, next } = await searchParts(
        more && this.next ? this.next : { q: this.text, category: this.category, size: 60 },
      );
      if (asked !== this.asked) return;
      this.found = more ? [...this.found, ...results] : results;
      for (const part of results) this.names.set(part.id, part.name);
      this.next = next;
      this.failed = false;
    } catch {
      if (asked === this.asked) this.failed = true;
    }
    this.busy = false;
    this.studio.refresh();
  }

  private type(text: string): void {
    this.text = text;
    this.tab = "all";
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.search(), SEARCH_DELAY);
  }

  /** What a tab shows, with how many are left where that is counted. */
  private parts(): { id: string; name: string; left?: number; colour?: number }[] {
    const { studio } = this;
    const named = (id: string) => ({
      id,
      name: studio.library.get(id)?.name ?? this.names.get(id) ?? id,
    });
    switch (this.tab) {
      case "favourites":
        return studio.shelf.favourites.map(named);
      case "recent":
        return studio.shelf.recent.map(named);
      case "here":
        return [
          ...new Set(
            partsList(studio.store, studio.store.mainKey, (part) =>
              studio.library.isPart(part),
            ).map((lot) => lot.part),
          ),
        ].map(named);
      case "mine": {
        const used = new Map<string, number>();
        for (const lot of partsList(studio.store, studio.store.mainKey, (part) =>
          studio.library.isPart(part),
        )) {
          used.set(`${lot.part}:${lot.colour}`, lot.quantity);
        }
        const words = this.text.toLowerCase().split(/\s+/).filter(Boolean);
        return (studio.shelf.owned?.lots ?? [])
          .map(([id, colour, quantity]) => ({
            ...named(id),
            colour,
            left: quantity - (used.get(`${id}:${colour}`) ?? 0),
          }))
          .filter((part) =>
            words.every((word) => `${part.id} ${part.name}`.toLowerCase().includes(word)),
          );
      }
      default:
        return this.found;
    }
  }

  view(): TemplateResult {
    const { studio } = this;
    const tabs: [Tab, string, string][] = [
      ["all", _("All parts"), "brick"],
      ["favourites", _("Favourites"), "star"],
      ["recent", _("Used last"), "history"],
      ["here", _("In this model"), "list"],
      ["mine", _("Only parts I have"), "parcel"],
    ];
    const parts = this.parts();
    return html`
      <div class="palette-head">
        <label class="visually-hidden" for="part-search">${_("Search parts")}</label>
        <input id="part-search" type="search" placeholder=${_("Search parts: plate 2x4, 3001, slope …")} .value=${this.text} autocomplete="off"
          @input=${(event: InputEvent) => this.type((event.target as HTMLInputElement).value)} @keydown=${(event: KeyboardEvent) => this.searchKey(event)}>
        <div class="tabs" role="tablist" aria-label=${_("Which parts")}>
          ${tabs.map(
            ([
              tab,
              label,
              name,
            ]) => html`<button type="button" role="tab" title=${label} aria-label=${label} aria-selected=${this.tab === tab}
            @click=${() => this.show(tab)}>${icon(name)}</button>`,
          )}
        </div>
        ${
          this.tab === "all"
            ? html`<label class="visually-hidden" for="part-category">${_("Category")}</label>
              <select id="part-category" @change=${(event: Event) => {
                this.category = (event.target as HTMLSelectElement).value;
                void this.search();
              }}>
                <option value="">${_("All categories")}</option>
                ${studio.about.categories.map(([name, count]) => html`<option value=${name} ?selected=${name === this.category}>${name} (${count})</option>`)}
              </select>`
            : nothing
        }
        ${this.tab === "mine" ? this.owned() : nothing}
      </div>
      <ul class="parts" aria-label=${_("Parts")} @scroll=${(event: Event) => this.scrolled(event.target as HTMLElement)}>
        ${repeat(
          parts,
          (part) => `${part.id}:${part.colour ?? ""}`,
          (part) => this.item(part),
        )}
        ${this.failed && this.tab === "all" ? html`<li class="parts-note">${_("The network is away. Parts of this model are still here.")} <button type="button" class="link" @click=${() => void this.search()}>${_("Try again")}</button></li>` : nothing}
        ${parts.length === 0 && !this.busy && !this.failed ? html`<li class="parts-note">${this.emptyNote()}</li>` : nothing}
      </ul>`;
  }

  private emptyNote(): string {
    switch (this.tab) {
      case "favourites":
        return _("Star a part to keep it here.");
      case "recent":
        return _("What you place shows up here.");
      case "here":
        return _("Nothing is built yet.");
      case "mine":
        return _(
          "Bring a parts list, or the file of a set you own; parts count down as you place them.",
        );
      default:
        return _("No part has all these words.");
    }
  }

  private owned(): TemplateResult {
    const { owned } = this.studio.shelf;
    return html`<div class="owned">
      ${
        owned
          ? html`<span title=${owned.name}>${owned.name}</span><button type="button" class="link" @click=${() => {
              this.studio.shelf.disown();
              this.studio.refresh();
            }}>${_("Put away")}</button>`
          : nothing
      }
      <label class="button quiet small" for="owned-file">${icon("upload")}${_("Choose a list or a set’s file")}</label>
      <input class="visually-hidden" id="owned-file" type="file" accept=".csv,.xml,.json,.ldr,.mpd,.dat,.io" @change=${(event: Event) => void this.readOwned(event.target as HTMLInputElement)}>
    </div>`;
  }

  private async readOwned(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    const { studio } = this;
    try {
      const lots = await studio.server.lotsIn(file);
      studio.shelf.own(file.name, lots);
      await studio.library.fetch(lots.slice(0, 2000).map(([part]) => part));
    } catch (error) {
      studio.say(error instanceof Error ? error.message : String(error));
    }
    studio.refresh();
  }

  private item(part: { id: string; name: string; left?: number; colour?: number }): TemplateResult {
    const { studio } = this;
    const colour = part.colour ?? studio.colour;
    const price = studio.prices.get(part.id, colour);
    const star = studio.shelf.favourites.includes(part.id);
    const gone = part.left !== undefined && part.left <= 0;
    const stock = price === null ? _("No shop has it in this colour.") : "";
    return html`<li class="part ${price === null ? "is-missing" : ""} ${gone ? "is-gone" : ""}">
      <button type="button" class="part-take" title="${part.name} (${part.id})${stock ? `\n${stock}` : ""}" aria-label="${part.name}${stock ? `. ${stock}` : ""}" ?disabled=${gone}
        data-part=${part.id}
        @click=${(event: MouseEvent) => this.take(part, event.detail === 0)} @pointerdown=${(event: PointerEvent) => this.drag(event, part)}>
        <img src=${partPicture(part.id, colour)} alt="" loading="lazy" width="96" height="96" draggable="false">
        <span class="part-name">${part.name}</span>
        ${part.left === undefined ? nothing : html`<span class="part-left" aria-label=${n_("%(n)s left", "%(n)s left", part.left)}>${part.left}</span>`}
      </button>
      <button type="button" class="part-star" aria-pressed=${star} aria-label=${star ? _("No favourite any more: %(part)s", { part: part.name }) : _("Favourite: %(part)s", { part: part.name })}
        @click=${() => {
          studio.shelf.toggleFavourite(part.id);
          studio.refresh();
        }}>${icon("star")}</button>
    </li>`;
  }

  private take(part: { id: string; colour?: number }, byKeys: boolean): void {
    if (part.colour !== undefined) this.studio.colour = part.colour;
    void this.studio.take(part.id, byKeys);
  }

  /** Dragging a part out of the palette takes it along; where it is let go over the model, it is placed. */
  private drag(event: PointerEvent, part: { id: string; colour?: number }): void {
    if (event.button !== 0 || event.pointerType === "touch") return;
    const from = { x: event.clientX, y: event.clientY };
    let taken = false;
    const point = (at: PointerEvent) => ({
      x: at.clientX,
      y: at.clientY,
      shift: at.shiftKey,
      control: at.ctrlKey,
      touch: false,
    });
    const move = (at: PointerEvent): void => {
      if (!taken && Math.hypot(at.clientX - from.x, at.clientY - from.y) > 8) {
        taken = true;
        this.take(part, false);
      }
      if (taken && this.studio.tool.name === "place") this.studio.tool.move?.(point(at), false);
    };
    const up = (at: PointerEvent): void => {
      window.removeEventListener("pointermove", move);
      if (!taken) return;
      // The click that would follow would take the part a second time.
      window.addEventListener("click", (click) => click.stopPropagation(), {
        capture: true,
        once: true,
      });
      if (
        document.elementFromPoint(at.clientX, at.clientY) === this.studio.canvas &&
        this.studio.tool.name === "place"
      ) {
        this.studio.tool.down?.(point(at));
        this.studio.tool.up?.(point(at));
      }
      this.studio.useTool();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up, { once: true });
  }

  /** Enter takes the best find of what is typed, also when the answer is still on its way. */
  private async takeFirst(): Promise<void> {
    if (this.timer || this.busy) await this.search();
    const first = this.parts()[0];
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
    if (tab === "favourites" || tab === "recent") {
      const unnamed = (
        tab === "recent" ? this.studio.shelf.recent : this.studio.shelf.favourites
      ).filter((id) => !this.names.has(id));
      if (unnamed.length > 0)
        void this.studio.library.fetch(unnamed).then(
          () => this.studio.refresh(),
          () => undefined,
        );
    }
    this.studio.refresh();
  }

  private scrolled(list: HTMLElement): void {
    if (
      this.tab === "all" &&
      this.next &&
      !this.busy &&
      list.scrollTop + list.clientHeight > list.scrollHeight - 400
    )
      void this.search(true);
  }
}
