import { useEffect, useState } from "preact/hooks";
import type { Regions } from "../../domain/regions";
import { loadRegions } from "../../state/reference";

/** The region tables once they are in memory; null before, and where they could not be read. */
export function useRegions(): Regions | null {
  const [regions, setRegions] = useState<Regions | null>(null);
  useEffect(() => {
    let current = true;
    loadRegions().then(
      (loaded) => current && setRegions(loaded),
      () => {
        // Without tables nothing is known of a region, and nothing is held against it.
      },
    );
    return () => {
      current = false;
    };
  }, []);
  return regions;
}
