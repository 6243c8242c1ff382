/** The filters of an admin's inbox. Only what something here is can be chosen: no filter by itself leads to nothing. */
import { d } from "../../text/desk";
import { FilterSelect } from "../../ui/desk-parts";
import { clinicName } from "../desk/names";
import { distinct, type Facets, type InboxFilter, WAITED, type Waited, waitedOf } from "./facets";

interface FiltersProps {
  of: readonly Facets[];
  kinds: { label: string; all: string; words: (kind: string) => string };
  filter: InboxFilter;
  onFilter: (filter: InboxFilter) => void;
}

export function InboxFilters({ of, kinds, filter, onFilter }: FiltersProps) {
  const waited = new Set(of.map((one) => waitedOf(one, Date.now())));
  const clinics = distinct(of.flatMap((one) => one.clinics));
  return (
    <span class="row wrap">
      <FilterSelect
        label={kinds.label}
        all={kinds.all}
        options={distinct(of.flatMap((one) => one.kinds)).map((kind) => ({
          value: kind,
          label: kinds.words(kind),
        }))}
        value={filter.kind}
        onChange={(kind) => onFilter({ ...filter, kind })}
      />
      <FilterSelect
        label={d("filter.age")}
        all={d("filter.all_ages")}
        options={WAITED.filter((w) => waited.has(w)).map((w) => ({
          value: w,
          label: d(`waited.${w}`),
        }))}
        value={filter.waited}
        onChange={(w) => onFilter({ ...filter, waited: w as Waited | null })}
      />
      <FilterSelect
        label={d("filter.clinic")}
        all={d("filter.all_clinics")}
        options={clinics.map((id) => ({ value: id, label: clinicName(id) }))}
        value={filter.clinic}
        onChange={(clinic) => onFilter({ ...filter, clinic })}
      />
    </span>
  );
}
