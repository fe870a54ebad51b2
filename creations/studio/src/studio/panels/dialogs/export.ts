/** Export: the model, its picture and its parts list, as files other programs open. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../../desk";
import { partsList } from "../../document/expand";
import { asGlb, asLdraw, asPicture, download, fileName } from "../../exporting";
import type { LeftOut } from "../../server";
import { _, n_ } from "../../words";
import type { Dialog, Frame } from "./dialog";

type Needs = Pick<
  Desk,
  "about" | "store" | "library" | "colours" | "server" | "stage" | "scene" | "selection"
>;

interface Kind {
  name: string;
  /** Of the file that is made. */
  ending: string;
  words: string;
  make: () => Promise<Blob> | Blob;
  /** What the file's name has behind the model's. */
  suffix?: string;
}

export class ExportDialog implements Dialog {
  private leftOut: LeftOut | undefined;

  constructor(
    private readonly desk: Needs,
    private readonly frame: Frame,
  ) {}

  get title(): string {
    return _("Export");
  }

  view(): TemplateResult {
    return html`<ul class="exports">
      ${[...this.models(), ...this.lists()].map(
        (kind) => html`<li>
          <button
            type="button"
            ?disabled=${this.frame.busy}
            @click=${() => this.frame.work(() => this.save(kind))}
          >
            <strong>${kind.name} <code>${kind.ending}</code></strong>
            <span class="muted small">${kind.words}</span>
          </button>
        </li>`,
      )}
      </ul>
      ${this.leftOut ? leftOut(this.leftOut) : nothing}`;
  }

  begin(): void {
    this.leftOut = undefined;
  }

  private async save({ make, suffix = "", ending }: Kind): Promise<void> {
    this.leftOut = undefined;
    download(await make(), `${fileName(this.desk.about.title)}${suffix}${ending}`);
  }

  private models(): Kind[] {
    const { desk } = this;
    return [
      {
        name: _("Model"),
        ending: desk.store.isPacked ? ".mpd" : ".ldr",
        words: _("LDraw: opens in Studio, LeoCAD, LDCad and others"),
        make: () => asLdraw(desk.store),
      },
      {
        name: _("3D scene"),
        ending: ".glb",
        words: _("glTF: opens in Blender and in every 3D program"),
        make: () => asGlb(desk.scene, desk.colours, desk.about.title),
      },
      {
        name: _("Picture"),
        ending: ".png",
        words: _("What you see now, twice as large"),
        make: () => asPicture(desk.stage, desk.selection),
      },
    ];
  }

  private lists(): Kind[] {
    return [
      {
        name: _("Parts list"),
        ending: ".csv",
        words: _("For a spreadsheet"),
        suffix: "-parts",
        make: () => this.list("csv"),
      },
      {
        name: _("Wanted list"),
        ending: ".xml",
        words: _("For BrickLink"),
        suffix: "-bricklink",
        make: () => this.list("bricklink-xml"),
      },
      {
        name: _("Parts list"),
        ending: ".csv",
        words: _("For Rebrickable"),
        suffix: "-rebrickable",
        make: () => this.list("rebrickable-csv"),
      },
      {
        name: _("Parts list"),
        ending: ".json",
        words: _("For programs"),
        suffix: "-parts",
        make: () => this.list("json"),
      },
    ];
  }

  private async list(format: string): Promise<Blob> {
    const { store, library, server } = this.desk;
    const lots = partsList(store, store.mainKey, (part) => library.listed(part));
    const { list, leftOut } = await server.list(
      format,
      lots.map(({ part, colour, quantity, custom, flexible, length }) => [
        part,
        colour,
        quantity,
        custom,
        flexible,
        length,
      ]),
    );
    this.leftOut = leftOut;
    return list;
  }
}

/** What is not in the list that was just saved. */
function leftOut({ site, number, lots }: LeftOut): TemplateResult {
  const more = number - lots.length;
  return html`<div class="left-out small" role="status">
    <p>
      ${n_("%(site)s has no number for %(n)s lot, so its list goes without it:", "%(site)s has no number for %(n)s lots, so its list goes without them:", number, { site })}
    </p>
    <ul>
      ${lots.map((lot) => html`<li>${lot}</li>`)}
      ${more > 0 ? html`<li>${n_("and %(n)s more lot", "and %(n)s more lots", more)}</li>` : nothing}
    </ul>
  </div>`;
}
