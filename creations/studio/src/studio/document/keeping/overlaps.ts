/** Where the same thing was changed here and elsewhere at once: one of the two counts, and the person is told of both. */

import * as Y from "yjs";
import { owner } from "../records";

export interface Overlap {
  /** The file's key. */
  file: string;
  /** The line's id; empty for the file itself. */
  line: string;
  /** `colour`, `transform`, …; empty where one side took the line away. */
  field: string;
  /** What was made of it here and elsewhere; undefined for taken away. */
  mine: unknown;
  theirs: unknown;
}

interface Place {
  file: string;
  line: string;
  field: string;
}

/** Watches a document: what was changed here and not confirmed yet, against what comes from elsewhere. */
export class Overlaps {
  readonly found: Overlap[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly mine = new Map<string, { place: Place; value: unknown }>();

  constructor(
    private readonly doc: Y.Doc,
    private readonly elsewhere: unknown,
  ) {
    doc.on("afterTransaction", (transaction: Y.Transaction) => this.follow(transaction));
  }

  watch(act: () => void): void {
    this.watchers.add(act);
  }

  /** The server has what was changed here until `mark` was taken. */
  mark(): () => void {
    const until = new Map(this.mine);
    return () => {
      for (const [key, known] of until) if (this.mine.get(key) === known) this.mine.delete(key);
    };
  }

  add(overlaps: Overlap[]): void {
    this.found.push(...overlaps);
    if (overlaps.length > 0) for (const act of this.watchers) act();
  }

  forget(): void {
    this.found.length = 0;
    for (const act of this.watchers) act();
  }

  private follow(transaction: Y.Transaction): void {
    const made: Overlap[] = [];
    const isElsewhere = transaction.origin === this.elsewhere;
    for (const [type, keys] of transaction.changed as Map<unknown, Set<string | null>>) {
      if (!(type instanceof Y.Map)) continue;
      for (const key of keys) {
        const place = key === null ? undefined : placeOf(this.doc, type, key);
        if (!place) continue;
        if (!isElsewhere) this.mine.set(name(place), { place, value: type.get(key!) });
        else made.push(...this.meets(place, broughtValue(type, key!, transaction)));
      }
    }
    this.add(made);
  }

  /** What came for a place, against what was done there or to its line here. */
  private meets(place: Place, brought: { value: unknown } | undefined): Overlap[] {
    if (!brought) return [];
    const theirs = brought.value;
    const own = this.mine.get(name(place));
    if (own) {
      const isSame = JSON.stringify(theirs) === JSON.stringify(own.value);
      return isSame ? [] : [{ ...place, mine: own.value, theirs }];
    }
    // One took the line away, the other changed it.
    if (place.field === "" && theirs === undefined)
      return [...this.mine.values()]
        .filter((known) => known.place.file === place.file && known.place.line === place.line)
        .map((known) => ({ ...known.place, mine: known.value, theirs: undefined }));
    const gone = this.mine.get(name({ ...place, field: "" }));
    return gone && gone.value === undefined ? [{ ...place, mine: undefined, theirs }] : [];
  }
}

function name({ file, line, field }: Place): string {
  return JSON.stringify([file, line, field]);
}

/** What a key of one of the document's maps is about; marks and the document's head are not worth telling. */
function placeOf(doc: Y.Doc, type: Y.Map<unknown>, key: string): Place | undefined {
  const files = doc.getMap("files");
  const file = type.parent as Y.Map<unknown> | null;
  if ((file as unknown) === files)
    return { file: type._item?.parentSub ?? "", line: "", field: key };
  if (!file || (file.parent as unknown) !== files) return undefined;
  const of = file._item?.parentSub ?? "";
  if (type === file.get("lines")) return { file: of, line: key, field: "" };
  if (type !== file.get("lineFields")) return undefined;
  const { id, field } = owner(key);
  return { file: of, line: id, field };
}

/** The value a transaction brought for a key, whether it stands or what was there outdid it; undefined for none. */
function broughtValue(
  type: Y.Map<unknown>,
  key: string,
  { beforeState }: Y.Transaction,
): { value: unknown } | undefined {
  for (let item = type._map.get(key) as Y.Item | null | undefined; item; item = item.left) {
    if (item.id.clock < (beforeState.get(item.id.client) ?? 0)) continue;
    return { value: item.deleted ? item.content.getContent().at(-1) : type.get(key) };
  }
  return type.has(key) ? undefined : { value: undefined };
}
