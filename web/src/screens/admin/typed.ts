/** A third value as it is typed, and the unit value that it means. Rules judge the value, not the text. Pure. */
import { cleanNik } from "../../domain/nik";
import { isTransport } from "../../domain/occupations";
import { toE164 } from "../../domain/phone";
import { priced, quote, TARIFF_VERSION } from "../../domain/tariff";
import type { Programme, UnitName, Units, UnitValue } from "../../domain/types";

/** Text by field; ticks are "yes" or "". Heirs are one line each: "name, relation". */
export type Typed = Readonly<Record<string, string>>;

const tick = (on: boolean): string => (on ? "yes" : "");
const orNull = (text: string | undefined): string | null => text?.trim() || null;
const digits = (text: string | undefined): number => Number((text ?? "").replace(/\D/g, ""));

/** A photo is chosen, not typed. */
export function canBeTyped(unit: UnitName): boolean {
  return unit !== "photo";
}

export function typedOf(unit: UnitName, value: UnitValue): Typed {
  switch (unit) {
    case "contribution": {
      const contribution = value as Units["contribution"];
      return {
        monthly_income: String(contribution.monthly_income),
        jht: tick(contribution.programmes.includes("jht")),
        months: String(contribution.months),
        first_month: contribution.first_month,
      };
    }
    case "heirs":
      return {
        heirs: (value as Units["heirs"]).heirs
          .map((heir) => `${heir.name}, ${heir.relation}`)
          .join("\n"),
      };
    case "photo":
      return {};
    default:
      return Object.fromEntries(
        Object.entries(value).map(([field, one]) => [
          field,
          typeof one === "boolean" ? tick(one) : one === null ? "" : String(one),
        ]),
      );
  }
}

/** The whole unit that the text means. `around` is the registration it goes into: a quote needs the occupation. */
export function meantBy(unit: UnitName, typed: Typed, around: Units): UnitValue {
  switch (unit) {
    case "identity":
      return {
        nik: cleanNik(typed.nik ?? ""),
        birth_date: typed.birth_date ?? "",
        sex: typed.sex === "male" ? "male" : "female",
        nik_confirmed: typed.nik_confirmed === "yes",
      };
    case "name":
      return { full_name: (typed.full_name ?? "").trim(), birth_place: orNull(typed.birth_place) };
    case "address":
      return {
        address: (typed.address ?? "").trim(),
        village_code: typed.village_code ?? "",
        postcode: orNull(typed.postcode),
      };
    case "contact":
      return { phone: toE164(typed.phone ?? "") ?? typed.phone ?? "", email: orNull(typed.email) };
    case "work":
      return workOf(typed);
    case "contribution":
      return contributionOf(typed, around);
    case "heirs":
      return { heirs: heirsOf(typed.heirs ?? "") };
    case "note":
      return { note: orNull(typed.note) };
    case "photo": // nobody types a photo: the standing one is chosen as it is
      return around.photo;
  }
}

function workOf(typed: Typed): Units["work"] {
  return {
    occupation: typed.occupation ?? "",
    has_employees: typed.has_employees === "yes",
    workplace: (typed.workplace ?? "").trim(),
    work_starts: orNull(typed.work_starts),
    work_ends: orNull(typed.work_ends),
    seen_at_work: typed.seen_at_work === "yes",
  };
}

/** The income is taken as one a month; the quote is computed anew from the tables of that month. */
function contributionOf(typed: Typed, around: Units): Units["contribution"] {
  const income = digits(typed.monthly_income);
  const programmes: Programme[] = typed.jht === "yes" ? ["jkk", "jkm", "jht"] : ["jkk", "jkm"];
  const months = Number(typed.months) as Units["contribution"]["months"];
  const first_month = typed.first_month ?? "";
  // A month without a table has no price; the rule "no_tariff" then blocks, and says so.
  const total = priced(first_month)
    ? quote({
        income,
        programmes,
        months,
        first_month,
        transport: isTransport(around.work.occupation),
      }).total
    : 0;
  return {
    monthly_income: income,
    income_amount: income,
    income_per: "month",
    income_days: null,
    programmes,
    months,
    first_month,
    quote_total: total,
    quote_tables: TARIFF_VERSION,
  };
}

function heirsOf(text: string): Units["heirs"]["heirs"] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      // The last comma parts them: a name may have commas of its own, "Siti, S.Pd, istri".
      const comma = line.lastIndexOf(",");
      return comma < 0
        ? { name: line.trim(), relation: "" }
        : { name: line.slice(0, comma).trim(), relation: line.slice(comma + 1).trim() };
    });
}
