/** What holds what in a model. */

import { type Connector, type ConnectorIndex, mate } from "./connectors";

/** Two parts that hold each other, by their numbers in the index, and the connectors they do it by. */
export interface Connection {
  owner: number;
  other: number;
  own: Connector;
  target: Connector;
}

/** The connections of one shown part. */
export function connectionsOf(index: ConnectorIndex, owner: number): Connection[] {
  const found: Connection[] = [];
  for (const slot of index.slotsOf(owner)) {
    const own = index.get(slot);
    // A rod of this reach can be held anywhere along it.
    const radius = own.type.startsWith("axle/") ? own.reach + 24 : 1;
    index.near(own.at, radius, (other) => {
      const holder = index.owner(other);
      if (holder === owner) return;
      const target = index.get(other);
      if (mate(own, target)) found.push({ owner, other: holder, own, target });
    });
  }
  return found;
}

/** Everything that hangs together with the starting parts, without going through `cut`. */
export function hangingTogether(
  index: ConnectorIndex,
  start: Iterable<number>,
  mates: (owner: number) => Iterable<number>,
  cut?: (a: number, b: number) => boolean,
): Set<number> {
  const seen = new Set(start);
  const waiting = [...seen];
  for (let owner = waiting.pop(); owner !== undefined; owner = waiting.pop()) {
    const reach = (other: number): void => {
      if (!seen.has(other) && !cut?.(owner!, other)) {
        seen.add(other);
        waiting.push(other);
      }
    };
    for (const { other } of connectionsOf(index, owner)) reach(other);
    for (const other of mates(owner)) reach(other);
  }
  return seen;
}
