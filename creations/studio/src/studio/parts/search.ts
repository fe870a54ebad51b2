/** Find parts of the catalogue as people write them; the server knows how. */

import { ask } from "../network";

/** A part of the catalogue. */
export interface Found {
  id: string;
  /** In the visitor's language. */
  name: string;
  /** In the library's English. */
  ldrawName: string;
  category: string;
  /** How many prints of it are folded under it. */
  prints: number;
}

/** What is asked for: words, and of which category or whose prints. */
export interface Query {
  q: string;
  category?: string;
  mould?: string;
  size: number;
}

/** What the server answers. */
interface Answer {
  results: {
    id: string;
    name: string;
    local_name: string;
    category: string;
    print_count: number;
  }[];
  next: string | null;
}

/** One page of finds. */
export interface Finds {
  results: Found[];
  /** Where more are, if there are. */
  next: string | null;
}

/** The first finds, or (with the `next` of others) more. Throws Away. */
export async function searchParts(query: Query | string): Promise<Finds> {
  const address =
    typeof query === "string"
      ? query
      : `/api/v1/parts/?${new URLSearchParams({ q: query.q, category: query.category ?? "", mould: query.mould ?? "", size: String(query.size) })}`;
  const answer = await ask(address, { headers: { Accept: "application/json" } });
  const { results, next } = (await answer.json()) as Answer;
  return {
    next,
    results: results.map(({ id, name, local_name, category, print_count }) => ({
      id,
      name: local_name,
      ldrawName: name,
      category,
      prints: print_count,
    })),
  };
}
