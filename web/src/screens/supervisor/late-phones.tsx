/** The phones that still hold what was not sent, the longest first, as each last told. */
import { type DeviceRow, devices } from "../../state/desk";
import { d } from "../../text/desk";
import { nameOf } from "../desk/names";
import { duration } from "../desk/show";

const SHOWN = 5;
const HEED_MS = 3 * 86_400_000;

export function LatePhones({ phones }: { phones: readonly DeviceRow[] | null }) {
  const late = (phones ?? [])
    .filter(({ pending }) => pending)
    .sort((a, b) => ((a.oldest_pending_at ?? "9") < (b.oldest_pending_at ?? "9") ? -1 : 1));
  const { problem } = devices.value;
  return (
    <section class="box foot-link">
      <h2>{d("unsent.phones")}</h2>
      {problem && <p class="notice plain">{d(`load.${problem}`)}</p>}
      {late.length > 0 && (
        <table class="desk-table figures">
          <caption class="unseen">{d("unsent.phones")}</caption>
          <thead>
            <tr>
              <th scope="col">{d("devices.person")}</th>
              <th scope="col" class="num">
                {d("unsent.count")}
              </th>
              <th scope="col" class="num">
                {d("devices.oldest")}
              </th>
              <th scope="col" class="num">
                {d("devices.app")}
              </th>
            </tr>
          </thead>
          <tbody>
            {late.slice(0, SHOWN).map((row) => (
              <PhoneLine key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
      {phones && late.length === 0 && <p class="meta">{d("unsent.nothing")}</p>}
      <a class="box-link" href="/devices">
        {d("unsent.all")}
      </a>
    </section>
  );
}

function PhoneLine({ row }: { row: DeviceRow }) {
  const ms = row.oldest_pending_at ? Date.now() - Date.parse(row.oldest_pending_at) : null;
  return (
    <tr>
      <th scope="row">
        {nameOf(row.account)} <small class="meta">{row.label}</small>
      </th>
      <td class="num">{row.pending}</td>
      <td class="num" data-tone={ms !== null && ms > HEED_MS ? "heed" : undefined}>
        {ms === null ? "–" : duration(ms)}
      </td>
      <td class="num">{row.app ?? "–"}</td>
    </tr>
  );
}
