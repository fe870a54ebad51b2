/** The parts the Studio has fetched: names, connectors, meshes. */

import { Decoder } from "../../core/decoder";
import { type Box, EMPTY, union } from "../geometry/box";
import { ask } from "../network";
import { type Connector, type ConnectorRow, readConnector } from "./connectors";
import { type Solid, solidOf } from "./solids";

/** The faces of one colour; in the part’s own frame, in LDU. */
export interface Surface {
  /** 16 takes the colour the part is placed in; others are fixed. */
  colour: number;
  solid: Solid;
}

/** A part as one builds with it; all of it in its own frame, in LDU. */
export interface Part {
  id: string;
  /** The number it is listed and sold under: a file may still use an old one. */
  today: string;
  /** In the visitor's language. */
  name: string;
  /** In the library's English. */
  ldrawName: string;
  category: string;
  connectors: Connector[];
  surfaces: Surface[];
  /** Empty for a part that draws nothing. */
  box: Box;
  /** Whether anybody has a mesh of it; else it is a box. */
  known: boolean;
}

interface Entry {
  name: string;
  /** The name in the visitor's language, where it is another. */
  called?: string;
  /** The number it has today, where that is another. */
  today?: string;
  category: string;
  connectors: ConnectorRow[];
  surfaces: [colour: number, offset: number, length: number][];
  known?: false;
  geometry?: true;
}

const AT_ONCE = 200;

export class Library {
  readonly parts = new Map<string, Part>();
  private readonly wanted = new Map<string, Promise<void>>();
  private readonly geometry = new Set<string>();
  private readonly decoder = new Decoder();

  constructor(private readonly address: string) {}

  get(part: string): Part | undefined {
    return this.parts.get(part);
  }

  /** Whether it is a part one could order: not a primitive, not a model's own faces. */
  isPart(part: string): boolean {
    return this.parts.has(part) && !part.startsWith("=");
  }

  /** The number a part is listed under; undefined for what is no part. */
  listed(part: string): string | undefined {
    return this.isPart(part) ? this.parts.get(part)!.today : undefined;
  }

  /** Take in a pack of parts (see `creations/rendering/parts_pack.py`). */
  async take(pack: ArrayBuffer): Promise<void> {
    const length = new DataView(pack).getUint32(0, true);
    const { parts } = JSON.parse(new TextDecoder().decode(new Uint8Array(pack, 4, length))) as {
      parts: Record<string, Entry>;
    };
    const start = 4 + length;
    const fresh = Object.entries(parts).filter(([id]) => !this.parts.has(id));
    const frames = fresh.flatMap(([, entry]) =>
      entry.surfaces.map(([, offset, size]) => new Uint8Array(pack, start + offset, size)),
    );
    const meshes = await this.decoder.decode(frames);
    let at = 0;
    for (const [id, entry] of fresh) {
      if (entry.geometry) {
        this.geometry.add(id);
        continue;
      }
      const surfaces = entry.surfaces.map(([colour]): Surface => {
        return { colour, solid: solidOf(meshes[at++]!) };
      });
      this.parts.set(id, {
        id,
        today: entry.today ?? id,
        name: entry.called || entry.name || id,
        ldrawName: entry.name,
        category: entry.category,
        connectors: entry.connectors.map(readConnector),
        surfaces,
        box: surfaces.reduce((box, { solid }) => union(box, solid.box), EMPTY),
        known: entry.known !== false,
      });
    }
    this.warm(fresh.flatMap(([id]) => this.parts.get(id)?.surfaces ?? []));
  }

  /** Make the trees of solids while nothing else is to do, so that the first touch of a part does not wait for them. */
  private warm(surfaces: Surface[]): void {
    if (surfaces.length === 0 || typeof requestIdleCallback === "undefined") return;
    requestIdleCallback((idle) => {
      let done = 0;
      while (done < surfaces.length && (done === 0 || idle.timeRemaining() > 4))
        void surfaces[done++]!.solid.tree;
      this.warm(surfaces.slice(done));
    });
  }

  /** Fetch what is not here yet. Throws Away; asking again tries again. */
  async fetch(ids: Iterable<string>): Promise<void> {
    const missing = [...new Set(ids)].filter(
      (id) => !this.parts.has(id) && !this.geometry.has(id) && !id.startsWith("="),
    );
    const waits: Promise<void>[] = [];
    const ask: string[] = [];
    for (const id of missing.sort()) {
      const known = this.wanted.get(id);
      if (known) waits.push(known);
      else ask.push(id);
    }
    for (let k = 0; k < ask.length; k += AT_ONCE) {
      const share = ask.slice(k, k + AT_ONCE);
      const work = this.load(share).finally(() => share.forEach((id) => this.wanted.delete(id)));
      share.forEach((id) => this.wanted.set(id, work));
      waits.push(work);
    }
    await Promise.all(waits);
  }

  private async load(ids: string[]): Promise<void> {
    const answer = await ask(
      `${this.address}?ids=${ids.map(encodeURIComponent).join(",")}&language=${document.documentElement.lang}`,
    );
    await this.take(await answer.arrayBuffer());
  }
}
