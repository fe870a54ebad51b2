/** Which parts the palette offers under each of its tabs. */

import type { Desk } from "../desk";
import { type Lot, partsList } from "../document/expand";
import type { Finder } from "../parts/finder";
import { _ } from "../words";

/** Where the palette’s parts come from. */
export type Tab = "all" | "favourites" | "recent" | "here" | "mine";

/** A part the palette offers. */
export interface Offer {
  id: string;
  name: string;
  /** How many prints of it there are, where that is known. */
  prints?: number;
  /** In which colour, where that is told: an LDraw code. */
  colour?: number;
  /** How many are left, where that is counted. */
  left?: number;
}

type Needs = Pick<Desk, "store" | "library" | "shelf">;

/** In the order they stand. */
export function tabs(): { tab: Tab; label: string; picture: string }[] {
  return [
    { tab: "all", label: _("All parts"), picture: "brick" },
    { tab: "favourites", label: _("Favourites"), picture: "star" },
    { tab: "recent", label: _("Used last"), picture: "history" },
    { tab: "here", label: _("In this model"), picture: "list" },
    { tab: "mine", label: _("Only parts I have"), picture: "parcel" },
  ];
}

/** What a tab says when it has nothing to offer. */
export function emptyNote(tab: Tab): string {
  switch (tab) {
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

/** `text` is what is typed in the search. */
export function offers(desk: Needs, tab: Tab, finder: Finder, text: string): Offer[] {
  const named = (id: string): Offer => ({
    id,
    name: desk.library.get(id)?.name ?? finder.names.get(id) ?? id,
  });
  switch (tab) {
    case "favourites":
      return desk.shelf.favourites.map(named);
    case "recent":
      return desk.shelf.recent.map(named);
    case "here":
      return [...new Set(lotsOf(desk).map((lot) => lot.part))].map(named);
    case "mine":
      return owned(desk, named, text);
    default:
      return finder.found;
  }
}

function lotsOf({ store, library }: Needs): Lot[] {
  const lots = partsList(store, store.mainKey, (part) => library.listed(part));
  return lots.filter((lot) => !lot.flexible); // nobody can place a hose
}

/** The parts one has, with what the model leaves of them. */
function owned(desk: Needs, named: (id: string) => Offer, text: string): Offer[] {
  const used = new Map(lotsOf(desk).map((lot) => [`${lot.part}:${lot.colour}`, lot.quantity]));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isAsked = ({ id, name }: Offer): boolean =>
    words.every((word) => `${id} ${name}`.toLowerCase().includes(word));
  return (desk.shelf.owned?.lots ?? [])
    .map(([id, colour, quantity]) => ({
      ...named(id),
      colour,
      left: quantity - (used.get(`${desk.library.get(id)?.today ?? id}:${colour}`) ?? 0),
    }))
    .filter(isAsked);
}
