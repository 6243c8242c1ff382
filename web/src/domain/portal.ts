/** The order in which the branch's portal asks (dated): the twin of server/domain/portal.py. */
import data from "../../../server/domain/data/portal.json";

export interface PortalSection {
  title: string;
  fields: readonly string[];
}

/** The sections of the newest order of a day; none on a day before the first. */
export function portalOrder(on: string): readonly PortalSection[] {
  const known = data.orders.filter((order) => order.valid_from <= on);
  return known.toSorted((a, b) => (a.valid_from < b.valid_from ? 1 : -1))[0]?.sections ?? [];
}
