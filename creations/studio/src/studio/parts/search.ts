/** Find parts of the catalogue as people write them; the server knows how. */

export interface Found {
  id: string;
  name: string;
  category: string;
}

export interface Finds {
  results: Found[];
  /** Where more are, if there are. */
  next: string | null;
}

/** The first finds, or (with the `next` of others) more. Rejects when the network is away. */
export async function searchParts(
  query: { q: string; category?: string; size: number } | string,
): Promise<Finds> {
  const address =
    typeof query === "string"
      ? query
      : `/api/v1/parts/?${new URLSearchParams({ q: query.q, category: query.category ?? "", size: String(query.size) })}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return (await answer.json()) as Finds;
}
