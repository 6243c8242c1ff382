/** Which clinic, of those that this person sees; null: all of them. */
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { FilterSelect } from "../../ui/desk-parts";

interface ClinicFilterProps {
  value: string | null;
  onChange: (clinic: string | null) => void;
}

export function ClinicFilter({ value, onChange }: ClinicFilterProps) {
  const clinics = person.value?.me.clinics ?? [];
  return (
    <FilterSelect
      label={d("filter.clinic")}
      all={d("filter.all_clinics")}
      options={clinics.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}
