/** A list of people signed up, one line each: of a supervisor's clinics, or found by an admin. */
import type { Chip } from "../../domain/status";
import { d } from "../../text/desk";
import { StatusChip } from "../../ui/chip";
import { clinicName, nameOf } from "./names";
import { moment } from "./show";

export interface PersonLine {
  id: string;
  href: string;
  name: string;
  /** Shortened. */
  nik: string;
  clinic: string;
  recruiter: string;
  at: string;
  chip: Chip;
}

/** `when` is the head of the column of moments: recorded on the phone, or received by the server. */
export function PeopleTable({ people, when }: { people: readonly PersonLine[]; when: string }) {
  return (
    <div class="box flush scroll">
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{d("people.name")}</th>
            <th scope="col">NIK</th>
            <th scope="col">{d("people.clinic")}</th>
            <th scope="col">{d("people.recruiter")}</th>
            <th scope="col">{when}</th>
            <th scope="col">{d("people.status")}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <a href={one.href}>{one.name}</a>
              </th>
              <td class="tabular">{one.nik}</td>
              <td>{clinicName(one.clinic)}</td>
              <td>{nameOf(one.recruiter)}</td>
              <td class="tabular">{moment(one.at)}</td>
              <td>
                <StatusChip chip={one.chip} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
