/** The phones: whose, last contact, what each said is still unsent, and (admins) ending one. */
import { useEffect, useState } from "preact/hooks";
import { backupAt, type DeviceRow, devices, endDevice, loadDevices } from "../../state/desk";
import { person } from "../../state/session";
import { d } from "../../text/desk";
import { a } from "../../text/desk-after";
import { DeskButton, Empty } from "../../ui/desk-parts";
import { Sheet } from "../../ui/sheet";
import { ExportButtons } from "./export-buttons";
import { deviceLabel, nameOf } from "./names";
import { ago, bytes, duration, moment, skewWords } from "./show";

export function DevicesRoom() {
  const [ending, setEnding] = useState<DeviceRow | null>(null);
  const [asked, setAsked] = useState<DeviceRow | null>(null);
  useEffect(() => void loadDevices(), []);
  const { rows, problem } = devices.value;
  const mayEnd = person.value?.me.account.role === "admin";
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.devices")}</h1>
        <span class="meta">{d("devices.as_told")}</span>
        <span class="push" />
        <DeskButton small onClick={() => void loadDevices()}>
          {d("reload")}
        </DeskButton>
      </header>
      {mayEnd && <BackupLine />}
      {problem && <p class="notice plain">{d(`load.${problem}`)}</p>}
      {rows && rows.length === 0 && (
        <Empty icon="phone" title={d("devices.empty")}>
          {d("devices.empty_more")}
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <DeviceTable rows={rows} onEnd={mayEnd ? setEnding : null} onRecords={setAsked} />
      )}
      {asked && <RecordsSheet device={asked} onClose={() => setAsked(null)} />}
      {ending && <EndSheet device={ending} onClose={() => setEnding(null)} />}
    </div>
  );
}

/** How far back a disaster would throw the server; what is newer is on the phones until a backup has it. */
function BackupLine() {
  const at = backupAt.value;
  if (at === undefined) return null;
  const late = at === null || Date.now() - Date.parse(at) > BACKUP_LATE_MS;
  return (
    <p class="meta" data-tone={late ? "heed" : undefined} title={at ? moment(at) : undefined}>
      {at ? d("devices.backup", { ago: ago(at) }) : d("devices.backup_never")}
    </p>
  );
}

const BACKUP_LATE_MS = 2 * 86_400_000;

interface TableProps {
  rows: readonly DeviceRow[];
  onEnd: ((device: DeviceRow) => void) | null;
  /** Whose data may be on it. */
  onRecords: (device: DeviceRow) => void;
}

function DeviceTable({ rows, onEnd, onRecords }: TableProps) {
  return (
    <div class="box flush scroll">
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{d("devices.phone")}</th>
            <th scope="col">{d("devices.person")}</th>
            <th scope="col">{d("devices.contact")}</th>
            <th scope="col" class="num">
              {d("devices.pending")}
            </th>
            <th scope="col">{d("devices.oldest")}</th>
            <th scope="col">{d("devices.skew")}</th>
            <th scope="col">{d("devices.app")}</th>
            <th scope="col">{d("devices.kept")}</th>
            <th scope="col" class="num">
              {a("device.free")}
            </th>
            <th scope="col">{d("devices.copy")}</th>
            <th scope="col">
              <span class="unseen">{a("device.records")}</span>
            </th>
            {onEnd && (
              <th scope="col">
                <span class="unseen">{d("devices.end")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {[...rows].sort(oldestFirst).map((row) => (
            <DeviceLine key={row.id} row={row} onEnd={onEnd} onRecords={onRecords} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whoever has waited longest with unsent work stands first. */
function oldestFirst(a: DeviceRow, b: DeviceRow): number {
  const [left, right] = [a.oldest_pending_at ?? "9", b.oldest_pending_at ?? "9"];
  return left < right ? -1 : left > right ? 1 : a.label.localeCompare(b.label);
}

/** "copy of HP Android, 23 Nov 09.42": a phone that goes on under another id (P104). */
function cameFrom(ancestor: string, { renewal, first_seen }: DeviceRow): string {
  const words = renewal === "copied" ? "devices.copied" : "devices.renewed";
  return d(words, { phone: deviceLabel(ancestor), at: moment(first_seen) });
}

const HEED_MS = 3 * 86_400_000;

interface LineProps extends Omit<TableProps, "rows"> {
  row: DeviceRow;
}

function DeviceLine({ row, onEnd, onRecords }: LineProps) {
  const oldest = row.oldest_pending_at ? Date.now() - Date.parse(row.oldest_pending_at) : 0;
  const skew = skewWords(row.skew_ms);
  return (
    <tr>
      <th scope="row">
        {row.label}
        {row.ancestor && row.renewal && (
          <small class="meta">{` · ${cameFrom(row.ancestor, row)}`}</small>
        )}
      </th>
      <td>{nameOf(row.account)}</td>
      <td data-label={d("devices.contact")} class="tabular">
        {row.last_contact_at ? ago(row.last_contact_at) : d("devices.never")}
      </td>
      <td data-label={d("devices.pending")} class="num">
        {row.pending ?? "–"}
      </td>
      <td
        data-label={d("devices.oldest")}
        class="tabular"
        data-tone={oldest > HEED_MS ? "heed" : undefined}
      >
        {row.oldest_pending_at ? duration(oldest) : "–"}
      </td>
      <td data-label={d("devices.skew")} class="tabular" data-tone={skew.far ? "heed" : undefined}>
        {skew.words}
      </td>
      <td data-label={d("devices.app")} class="tabular">
        {row.app ?? "–"}
      </td>
      <td data-label={d("devices.kept")}>
        {row.persisted === null ? "–" : d(row.persisted ? "devices.kept_yes" : "devices.kept_no")}
      </td>
      <td data-label={a("device.free")} class="num tabular">
        {row.free_bytes === null ? "–" : bytes(row.free_bytes)}
      </td>
      <td
        data-label={d("devices.copy")}
        data-tone={row.repair === "failed" ? "heed" : undefined}
        title={row.repaired_at ? moment(row.repaired_at) : undefined}
      >
        {row.repair === null ? "–" : d(`devices.copy_${row.repair}`)}
      </td>
      <td>
        <DeskButton small kind="bare" onClick={() => onRecords(row)}>
          {a("device.records")}
        </DeskButton>
      </td>
      {onEnd && (
        <td>
          {row.ended_at ? (
            <span class="meta">
              {row.wiped_at
                ? d("devices.wiped", { at: moment(row.wiped_at) })
                : d("devices.ended", { at: moment(row.ended_at) })}
            </span>
          ) : (
            <DeskButton small kind="stop" onClick={() => onEnd(row)}>
              {d("devices.end")}
            </DeskButton>
          )}
        </td>
      )}
    </tr>
  );
}

/** Whose data may be on a phone that is lost, as a file. */
function RecordsSheet({ device, onClose }: { device: DeviceRow; onClose: () => void }) {
  return (
    <Sheet title={`${a("device.records")}: ${device.label}`} onClose={onClose}>
      <p>{a("device.records_more")}</p>
      <div class="row wrap">
        <ExportButtons name="device" query={{ device: device.id }} />
      </div>
    </Sheet>
  );
}

function EndSheet({ device, onClose }: { device: DeviceRow; onClose: () => void }) {
  const [failed, setFailed] = useState<"offline" | "refused" | null>(null);
  async function end() {
    const problem = await endDevice(device.id);
    if (problem) setFailed(problem);
    else onClose();
  }
  return (
    <Sheet
      title={d("devices.end_ask", { phone: device.label, name: nameOf(device.account) })}
      onClose={onClose}
    >
      <p>{d("devices.end_more")}</p>
      {failed && <p class="notice plain">{d(`load.${failed}`)}</p>}
      <div class="row">
        <span class="push" />
        <DeskButton onClick={onClose}>{d("cancel")}</DeskButton>
        <DeskButton kind="sure" onClick={() => void end()}>
          {d("devices.end_do")}
        </DeskButton>
      </div>
    </Sheet>
  );
}
