/** What was changed here and elsewhere at once: both, and the way to the other. */

import { html, nothing, type TemplateResult } from "lit-html";
import type { Desk } from "../../desk";
import type { Overlap } from "../../document/keeping/overlaps";
import { isPlacement, type Line, partId } from "../../document/shape";
import { _ } from "../../words";
import type { Dialog, Frame } from "./dialog";

type Needs = Pick<Desk, "store" | "overlaps" | "colours" | "library" | "selection">;

const SHOWN = 50;

export class OverlapsDialog implements Dialog {
  constructor(
    private readonly desk: Needs,
    private readonly frame: Frame,
  ) {}

  get title(): string {
    return _("Changed here and elsewhere at once");
  }

  view(): TemplateResult {
    const { found } = this.desk.overlaps;
    return html`<p>${_("One of the two counts. Choose the other where you want it.")}</p>
      <table class="overlaps">
        <thead>
          <tr>
            <th scope="col">${_("Part")}</th>
            <th scope="col">${_("Here")}</th>
            <th scope="col">${_("Elsewhere")}</th>
          </tr>
        </thead>
        <tbody>
          ${found.slice(0, SHOWN).map((overlap) => this.row(overlap))}
        </tbody>
      </table>
      ${found.length > SHOWN ? html`<p class="muted">${_("… and more of the same.")}</p>` : nothing}
      <div class="dialog-foot">
        <button type="button" class="button quiet" @click=${() => this.show()}>
          ${_("Show them")}
        </button>
        <button type="button" class="button" @click=${() => this.done()}>${_("Done")}</button>
      </div>`;
  }

  private row(overlap: Overlap): TemplateResult {
    return html`<tr>
      <th scope="row">${this.name(overlap)}</th>
      <td>${this.choice(overlap, overlap.mine)}</td>
      <td>${this.choice(overlap, overlap.theirs)}</td>
    </tr>`;
  }

  private choice(overlap: Overlap, value: unknown): TemplateResult {
    const counts = JSON.stringify(this.now(overlap)) === JSON.stringify(value);
    return html`<button
      type="button"
      class="chip"
      aria-pressed=${counts}
      @click=${() => this.choose(overlap, value)}
    >
      ${this.words(overlap, value)}
    </button>`;
  }

  private line({ file, line }: Overlap): Line | undefined {
    return this.desk.store.files.get(file)?.lines.get(line);
  }

  private now(overlap: Overlap): unknown {
    const line = this.line(overlap) as (Line & Record<string, unknown>) | undefined;
    if (overlap.line === "")
      return (this.desk.store.files.get(overlap.file) as Record<string, unknown> | undefined)?.[
        overlap.field
      ];
    return overlap.field ? line?.[overlap.field] : line;
  }

  private name(overlap: Overlap): string {
    const known = this.line(overlap) ?? (overlap.mine as Line) ?? (overlap.theirs as Line);
    if (overlap.line === "") return this.desk.store.files.get(overlap.file)?.name ?? "";
    if (typeof known !== "object" || !isPlacement(known)) return _("a line of text");
    const part = partId(known.reference);
    return this.desk.library.get(part)?.name ?? part;
  }

  private words({ field }: Overlap, value: unknown): string {
    if (value === undefined) return _("taken away");
    switch (field) {
      case "colour":
        return this.desk.colours.get(Number(value)).name;
      case "transform":
        return _("at %(place)s", { place: (value as number[]).slice(0, 3).join(", ") });
      case "step":
      case "order":
        return _("in another step");
      case "reference":
        return partId(String(value));
      case "":
        return _("as it was");
      default:
        return String(value);
    }
  }

  /** As one step of history, which can be undone. */
  private choose(overlap: Overlap, value: unknown): void {
    const { store } = this.desk;
    const { file, line: id, field } = overlap;
    const line = this.line(overlap);
    store.change(this.title, (write) => {
      if (id === "") write.setFrame(file, field, value as string);
      else if (field === "") {
        if (value === undefined) write.deleteLine(file, id);
        else write.setLine(file, { ...(value as Line), id });
      } else if (line && value !== undefined) write.setLine(file, { ...line, [field]: value });
      else if (line) write.deleteLine(file, id);
    });
  }

  private show(): void {
    const { overlaps, selection } = this.desk;
    selection.set(overlaps.found.map((overlap) => overlap.line));
    this.frame.close();
  }

  private done(): void {
    this.desk.overlaps.forget();
    this.frame.close();
  }
}
