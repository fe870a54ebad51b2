/** The dialogs: save, publish, bring in, export, array, mirror, replace, submodel, shortcuts. */

import { html, nothing, type TemplateResult } from "lit-html";
import {
  ACTIONS,
  type Action,
  arrayOf,
  type DialogName,
  dialogs,
  mirrorSelection,
  replaceSelection,
} from "../actions";
import { bringIn, makeSubmodel } from "../document/commands";
import { partsList } from "../document/expand";
import { asGlb, asLdraw, asPicture, download, fileName } from "../document/exporting";
import { BadFile, read } from "../document/ldraw";
import { isPlacement, partId } from "../document/shape";
import { isEmpty } from "../geometry/box";
import { translation, type Vector } from "../geometry/transform";
import { MinifigurePanel } from "../minifigure/panel";
import { searchParts } from "../parts/search";
import type { Studio } from "../studio_app";
import { _, n_ } from "../words";
import { icon, partPicture } from "./pieces";
import { Tour } from "./tour";

export class Dialogs {
  readonly tour: Tour;
  private shown: Exclude<DialogName, "tour"> | undefined;
  private opening = false;
  private busy = false;
  private problem = "";
  private published = "";
  private found: { id: string; name: string }[] = [];
  private readonly minifigure: MinifigurePanel;

  constructor(private readonly studio: Studio) {
    this.minifigure = new MinifigurePanel(studio, () => this.close());
    this.tour = new Tour(studio);
    dialogs.open = (name) => this.open(name);
  }

  open(name: DialogName): void {
    this.problem = this.published = "";
    if (name === "tour") {
      this.tour.begin();
      return;
    }
    this.shown = name;
    this.opening = true;
    if (name === "minifigure") this.minifigure.open();
    this.studio.refresh();
    requestAnimationFrame(() => {
      this.opening = false;
      const dialog = document.querySelector<HTMLDialogElement>("#dialog");
      if (dialog && !dialog.open) dialog.showModal();
    });
  }

  private close(): void {
    document.querySelector<HTMLDialogElement>("#dialog")?.close();
  }

  /** The browser tells of a closed dialog a little later: by then the next one may have been asked for. */
  private closed(): void {
    if (this.opening) return;
    this.shown = undefined;
    this.studio.refresh();
    this.studio.canvas.focus();
  }

  view(): TemplateResult {
    const content = this.shown ? this.content(this.shown) : nothing;
    return html`<dialog id="dialog" class=${this.shown === "shortcuts" || this.shown === "minifigure" ? "is-wide" : ""} aria-labelledby="dialog-title"
      @close=${() => this.closed()}>${content}</dialog>`;
  }

  private frame(title: string, body: unknown): TemplateResult {
    return html`<header class="dialog-head"><h2 id="dialog-title">${title}</h2>
      <button type="button" class="tool-button" aria-label=${_("Close")} @click=${() => this.close()}>${icon("close")}</button></header>
      ${this.problem ? html`<p class="refusal" role="alert">${this.problem}</p>` : nothing}${body}`;
  }

  private content(name: Exclude<DialogName, "tour">): TemplateResult {
    switch (name) {
      case "save":
        return this.save();
      case "publish":
        return this.publish();
      case "import":
        return this.bring();
      case "export":
        return this.exporting();
      case "array":
        return this.array();
      case "mirror":
        return this.mirror();
      case "submodel":
        return this.submodel();
      case "replace":
        return this.replace();
      case "shortcuts":
        return this.shortcuts();
      case "minifigure":
        return this.frame(_("Build a minifigure"), this.minifigure.view());
    }
  }

  /** Do slow work with the dialog's buttons off; what goes wrong is said in the dialog. */
  private async work(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = "";
    this.studio.refresh();
    try {
      await act();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
    this.studio.refresh();
  }

  private submit(act: (form: FormData) => Promise<void> | void): (event: Event) => void {
    return (event) => {
      event.preventDefault();
      const form = new FormData(event.target as HTMLFormElement);
      void this.work(async () => act(form));
    };
  }

  private async flush(): Promise<void> {
    try {
      await this.studio.sync.flush();
    } catch {
      throw new Error(
        _("The network is away. Your work is kept in this browser; try again when it is back."),
      );
    }
  }

  private save(): TemplateResult {
    const { studio } = this;
    return this.frame(
      _("Save a revision"),
      html`<form @submit=${this.submit(async (form) => {
        await this.flush();
        const { revision, parts } = await studio.server.save(
          String(form.get("message") ?? ""),
          studio.sync.revision,
        );
        studio.sync.revision = revision;
        studio.say(
          n_(
            "Revision %(number)s is saved: %(n)s part.",
            "Revision %(number)s is saved: %(n)s parts.",
            parts,
            { number: revision },
          ),
        );
        this.close();
      })}>
      <p class="muted">${_("Every change is kept anyway. A revision is a state you can come back to, compare and publish.")}</p>
      <label for="message">${_("What changed?")}</label><input id="message" name="message" maxlength="200" autofocus>
      <div class="dialog-foot"><button class="button" ?disabled=${this.busy}>${_("Save")}</button></div></form>`,
    );
  }

  private publish(): TemplateResult {
    const { studio } = this;
    if (this.published) {
      return this.frame(
        _("It is in the gallery"),
        html`<p>${_("Everybody can see it, and order its parts.")}</p>
        <div class="dialog-foot"><a class="button" href=${this.published}>${_("Look at its page")}</a><a class="button quiet" href="${this.published}edit/">${_("Story, royalty, pictures")}</a></div>`,
      );
    }
    return this.frame(
      _("Publish"),
      html`<form @submit=${this.submit(async (form) => {
        await this.flush();
        const { address } = await studio.server.publish({
          title: String(form.get("title") ?? ""),
          licence: String(form.get("licence") ?? ""),
          message: "",
          save: "1",
          base: String(studio.sync.revision),
        });
        this.published = address;
        studio.about.title = String(form.get("title"));
        studio.about.isPublic = true;
      })}>
      <label for="publish-title">${_("Title")}</label><input id="publish-title" name="title" required maxlength="120" .value=${studio.about.title}>
      <fieldset class="choices"><legend>${_("What others may do with it")}</legend>
        ${studio.about.licences.map((licence) => html`<label class="choice"><input type="radio" name="licence" value=${licence.code} ?checked=${licence.code === studio.about.licence}><span><strong>${licence.name}</strong> <span class="muted small">${licence.words}</span></span></label>`)}
      </fieldset>
      <div class="dialog-foot"><button class="button" ?disabled=${this.busy}>${this.busy ? _("Publishing …") : _("Publish")}</button></div></form>`,
    );
  }

  private bring(): TemplateResult {
    return this.frame(
      _("Bring in a file"),
      html`<p class="muted">${_("A .ldr, .mpd, .dat or .io file is placed beside the model as a submodel.")}</p>
      <label class="drop" for="bring-file">${icon("upload")}${_("Choose a file")}</label>
      <input class="visually-hidden" id="bring-file" type="file" accept=".ldr,.mpd,.dat,.io" @change=${(
        event: Event,
      ) => {
        const file = (event.target as HTMLInputElement).files?.[0];
        if (file) void this.work(() => this.bringFile(file));
      }}>`,
    );
  }

  async bringFile(file: File): Promise<void> {
    const { studio } = this;
    let text: string;
    if (file.name.toLowerCase().endsWith(".io")) ({ text } = await studio.server.read(file));
    else text = await file.text();
    let files: ReturnType<typeof read>;
    try {
      files = read(text, file.name);
    } catch (error) {
      if (!(error instanceof BadFile)) throw error;
      throw new Error(_("This line cannot be read: %(place)s.", { place: error.message }));
    }
    if (![...files[0]!.lines.values()].some(isPlacement))
      throw new Error(_("This file places no parts."));
    const own = new Set(files.map((known) => partId(known.name)));
    const wanted = files
      .flatMap((known) =>
        [...known.lines.values()].filter(isPlacement).map((line) => partId(line.reference)),
      )
      .filter((part) => !own.has(part));
    await studio.library.fetch(new Set(wanted)).catch(() => undefined);
    const { box } = studio.scene;
    const at = isEmpty(box)
      ? translation(0, 0, 0)
      : translation(Math.ceil((box.high[0] + 60) / 20) * 20, 0, 0);
    const line = bringIn(
      studio.store,
      studio.scene.file,
      files,
      at,
      _("Bring in %(name)s", { name: file.name }),
    );
    studio.select([line]);
    studio.fit();
    this.close();
  }

  private exporting(): TemplateResult {
    const { studio } = this;
    const name = fileName(studio.about.title);
    const lots = (): [string, number, number][] =>
      partsList(studio.store, studio.store.mainKey, (part) => studio.library.isPart(part))
        .filter((lot) => !lot.custom)
        .map((lot) => [lot.part, lot.colour, lot.quantity]);
    const ldraw = asLdraw(studio).ending;
    const kinds: [string, string, string, () => Promise<void>][] = [
      [
        _("Model"),
        `.${ldraw}`,
        _("LDraw: opens in Studio, LeoCAD, LDCad and others"),
        async () =>
          download(
            new Blob([asLdraw(studio).text], { type: "application/x-ldraw" }),
            `${name}.${ldraw}`,
          ),
      ],
      [
        _("3D scene"),
        ".glb",
        _("glTF: opens in Blender and in every 3D program"),
        async () => download(await asGlb(studio), `${name}.glb`),
      ],
      [
        _("Picture"),
        ".png",
        _("What you see now, twice as large"),
        async () => download(await asPicture(studio), `${name}.png`),
      ],
      [
        _("Parts list"),
        ".csv",
        _("For a spreadsheet"),
        async () => download(await studio.server.list("csv", lots()), `${name}-parts.csv`),
      ],
      [
        _("Wanted list"),
        ".xml",
        _("For BrickLink"),
        async () =>
          download(await studio.server.list("bricklink-xml", lots()), `${name}-bricklink.xml`),
      ],
      [
        _("Parts list"),
        ".csv",
        _("For Rebrickable"),
        async () =>
          download(await studio.server.list("rebrickable-csv", lots()), `${name}-rebrickable.csv`),
      ],
      [
        _("Parts list"),
        ".json",
        _("For programs"),
        async () => download(await studio.server.list("json", lots()), `${name}-parts.json`),
      ],
    ];
    return this.frame(
      _("Export"),
      html`<ul class="exports">${kinds.map(([kind, ending, words, act]) => html`<li><button type="button" ?disabled=${this.busy} @click=${() => void this.work(act)}><strong>${kind} <code>${ending}</code></strong><span class="muted small">${words}</span></button></li>`)}</ul>`,
    );
  }

  private array(): TemplateResult {
    const { studio } = this;
    const box = studio.scene.boxOf(studio.selection);
    const gap = isEmpty(box)
      ? [20, 24, 20]
      : [0, 1, 2].map((k) =>
          k === 1
            ? Math.max(8, Math.round((box.high[1] - box.low[1] - 4) / 8) * 8)
            : Math.max(20, Math.round((box.high[k]! - box.low[k]!) / 20) * 20),
        );
    const three = (form: FormData, name: string): Vector =>
      ["x", "y", "z"].map((axis) => Number(form.get(`${name}-${axis}`)) || 0) as unknown as Vector;
    return this.frame(
      _("Array of copies"),
      html`<form @submit=${this.submit((form) => {
        const counts = three(form, "count").map((value) =>
          Math.max(1, Math.round(value)),
        ) as unknown as Vector;
        if (counts[0] * counts[1] * counts[2] * studio.selection.size > 20_000)
          throw new Error(_("That would be more than 20,000 parts."));
        arrayOf(studio, counts, three(form, "gap"));
        this.close();
      })}>
      ${(
        [
          ["count", _("How many"), [2, 1, 1]],
          ["gap", _("How far apart, in LDU"), gap],
        ] as const
      ).map(
        ([name, label, values]) => html`<fieldset class="numbers"><legend>${label}</legend>
        ${["x", "y", "z"].map((axis, k) => html`<label for="${name}-${axis}"><span>${[_("across"), _("up"), _("deep")][k]}</span><input id="${name}-${axis}" name="${name}-${axis}" type="number" step="any" .value=${String(values[k])}></label>`)}</fieldset>`,
      )}
      <div class="dialog-foot"><button class="button">${_("Make copies")}</button></div></form>`,
    );
  }

  private mirror(): TemplateResult {
    return this.frame(
      _("Mirror"),
      html`<form @submit=${this.submit(async (form) => {
        await mirrorSelection(
          this.studio,
          Number(form.get("axis")) as 0 | 1 | 2,
          form.get("copy") !== null,
        );
        this.close();
      })}>
      <fieldset class="choices"><legend>${_("Across")}</legend>
        ${[_("left and right (x)"), _("front and back (z)"), _("top and bottom (y)")].map((label, k) => html`<label class="choice"><input type="radio" name="axis" value=${[0, 2, 1][k]} ?checked=${k === 0}><span>${label}</span></label>`)}</fieldset>
      <label class="check"><input type="checkbox" name="copy" checked>${_("Keep the original and put the image beside it")}</label>
      <div class="dialog-foot"><button class="button">${_("Mirror")}</button></div></form>`,
    );
  }

  private submodel(): TemplateResult {
    const { studio } = this;
    return this.frame(
      _("Make a submodel"),
      html`<form @submit=${this.submit((form) => {
        const made = makeSubmodel(
          studio.store,
          studio.scene.file,
          studio.free(),
          String(form.get("name") || _("submodel")),
          _("Make a submodel"),
        );
        studio.select([made.line]);
        this.close();
      })}><label for="submodel-name">${_("Name")}</label><input id="submodel-name" name="name" maxlength="80" required autofocus>
      <div class="dialog-foot"><button class="button">${_("Make a submodel")}</button></div></form>`,
    );
  }

  private replace(): TemplateResult {
    const { studio } = this;
    const search = async (text: string): Promise<void> => {
      this.found = (
        await searchParts({ q: text, size: 24 }).catch(() => ({ results: [] }))
      ).results;
      studio.refresh();
    };
    return this.frame(
      _("Replace with another part"),
      html`<label for="replace-search">${_("Search parts")}</label>
      <input id="replace-search" type="search" autofocus @input=${(event: Event) => void search((event.target as HTMLInputElement).value)}>
      <ul class="parts is-small">${this.found.map(
        (
          part,
        ) => html`<li class="part"><button type="button" class="part-take" title=${part.name} @click=${() =>
          void this.work(async () => {
            await replaceSelection(studio, part.id);
            this.close();
          })}>
        <img src=${partPicture(part.id, studio.colour)} alt="" width="72" height="72" loading="lazy"><span class="part-name">${part.name}</span></button></li>`,
      )}</ul>`,
    );
  }

  private shortcuts(): TemplateResult {
    const sections: [Action["section"], string][] = [
      ["edit", _("Edit")],
      ["select", _("Select")],
      ["arrange", _("Arrange")],
      ["tools", _("Tools")],
      ["view", _("View")],
      ["steps", _("Steps")],
      ["file", _("File")],
    ];
    const moving: [string, string][] = [
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
    const keys = (text: string): TemplateResult =>
      html`${text.split(" ").map((key) => html`<kbd>${key}</kbd> `)}`;
    return this.frame(
      _("Keyboard shortcuts"),
      html`<div class="shortcuts">
      <section><h3>${_("Parts in the hand")}</h3><dl>${moving.map(([label, key]) => html`<div><dt>${label}</dt><dd>${keys(key)}</dd></div>`)}</dl></section>
      ${sections.map(([section, title]) => html`<section><h3>${title}</h3><dl>${ACTIONS.filter((known) => known.section === section && known.keys.length > 0).map((known) => html`<div><dt>${known.label}</dt><dd>${keys(known.keys[0]!)}</dd></div>`)}</dl></section>`)}
    </div>`,
    );
  }
}
