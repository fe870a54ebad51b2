/** Find parts of the catalogue as people write them; the server knows how. */

import { ask } from "../network";

/** A part of the catalogue. */
export interface Found {
  id: string;
  name: string;
  category: string;
}

/** One page of finds. */
export interface Finds {
  results: Found[];
  /** Where more are, if there are. */
  next: string | null;
}

/** The first finds, or (with the `next` of others) more. Throws Away. */
export async function searchParts(
  query: { q: string; category?: string; size: number } | string,
): Promise<Finds> {
  const address =
    typeof query === "string"
      ? query
      : `/api/v1/parts/?${new URLSearchParams({ q: query.q, category: query.category ?? "", size: String(query.size) })}`;
  const answer = await ask(address, { headers: { Accept: "application/json" } });
  return (await answer.json()) as Finds;
}
