/** Parts on the way: what a tool carries, half there, red where it cannot be. */

import { Group } from "three";
import { Batches } from "../../core/batches";
import { type Box, EMPTY, isEmpty, transformed, union } from "../geometry/box";
import { compose, IDENTITY, type Transform } from "../geometry/transform";
import type { Colours } from "../parts/colours";
import { type Connector, mate, placeConnector } from "../parts/connectors";
import type { Part } from "../parts/library";
import { type Solid, toMatrix } from "../parts/solids";
import { ROOT } from "./root";

/** A part of what is carried; `colour` is an LDraw code. */
export interface GhostPart {
  part: Part;
  colour: number;
  /** In the ghost's own frame. */
  transform: Transform;
}

/** With more connectors than this a load snaps by its outer ones. */
const MAX_CONNECTORS = 500;
const RED = [0.9, 0.06, 0.04] as const;

export class Ghost {
  readonly group = new Group();
  /** Where it is now, in the model. */
  place: Transform = IDENTITY;
  readonly connectors: Connector[];
  private readonly batches = new Batches({ copies: 8, vertices: 4000 });
  private readonly copies: {
    copy: ReturnType<Batches["add"]>;
    rgb: readonly [number, number, number];
  }[] = [];
  private red = false;

  constructor(
    readonly parts: GhostPart[],
    colours: Colours,
  ) {
    this.group.matrixAutoUpdate = false;
    this.group.add(this.batches.group);
    for (const { part, colour, transform } of parts) {
      for (const surface of part.surfaces) {
        const finish = colours.get(surface.colour === 16 ? colour : surface.colour);
        this.copies.push({
          copy: this.batches.add(surface.solid.drawn, finish, toMatrix(transform)),
          rgb: finish.rgb,
        });
      }
    }
    this.connectors = openConnectors(parts);
    this.moveTo(this.place);
  }

  moveTo(place: Transform): void {
    this.place = place;
    this.group.matrix.multiplyMatrices(ROOT, toMatrix(place));
    this.group.matrixWorldNeedsUpdate = true;
  }

  warn(red: boolean): void {
    if (red === this.red) return;
    this.red = red;
    for (const { copy, rgb } of this.copies) this.batches.setColour(copy, red ? RED : rgb);
  }

  /** Its box when turned as `place` says, around its own origin. */
  box(place: Transform): Box {
    const turned = [0, 0, 0, ...place.slice(3)] as unknown as Transform;
    let box = EMPTY;
    for (const { part, transform } of this.parts) {
      if (!isEmpty(part.box)) box = union(box, transformed(part.box, compose(turned, transform)));
    }
    return isEmpty(box) ? { low: [-10, 0, -10], high: [10, 8, 10] } : box;
  }

  bodies(place: Transform): { solid: Solid; place: Transform }[] {
    return this.parts.flatMap(({ part, transform }) =>
      part.surfaces.map(({ solid }) => ({ solid, place: compose(place, transform) })),
    );
  }

  dispose(): void {
    this.batches.dispose();
    this.group.removeFromParent();
  }
}

/** The connectors of a load that nothing of the load holds. */
function openConnectors(parts: GhostPart[]): Connector[] {
  const all = parts.flatMap(({ part, transform }) =>
    part.connectors.map((connector) => placeConnector(connector, transform)),
  );
  if (parts.length === 1 || all.length > 6000) return all.slice(0, MAX_CONNECTORS);
  const cells = new Map<string, Connector[]>();
  const cell = ({ at }: Connector): string => at.map((value) => Math.round(value / 4)).join(" ");
  for (const connector of all)
    cells.set(cell(connector), [...(cells.get(cell(connector)) ?? []), connector]);
  const open = all.filter(
    (connector) =>
      !(cells.get(cell(connector)) ?? []).some(
        (other) => other !== connector && mate(connector, other),
      ),
  );
  return open.slice(0, MAX_CONNECTORS);
}
