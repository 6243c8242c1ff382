/** A field's value in words, to be struck through below its correction. */
import { formatNik } from "../../domain/nik";
import { showPhone } from "../../domain/phone";
import { t } from "../../text";
import type { Fields } from "./form";
import { day, money, month, occupationName, programmeNames, size } from "./words";

export function fieldWords(field: string, fields: Fields): string {
  switch (field) {
    case "nik":
      return formatNik(fields.nik ?? "");
    case "birth_date":
      return fields.birth_date ? day(fields.birth_date) : "";
    case "sex":
      return fields.sex ? t(`sex.${fields.sex}`) : "";
    case "phone":
      return showPhone(fields.phone ?? "");
    case "occupation":
      return occupationName(fields.occupation ?? "");
    case "has_employees":
      return fields.has_employees ? t("yes") : t("no");
    case "monthly_income":
    case "quote_total":
      return money(fields[field] ?? 0);
    case "programmes":
      return programmeNames(fields.programmes ?? []);
    case "months":
      return t("months", { n: fields.months ?? 0 });
    case "first_month":
      return fields.first_month ? month(fields.first_month) : "";
    case "id_photo":
      return fields.id_photo
        ? t("photo.sized", { size: size(fields.id_photo.bytes) })
        : t("photo.none");
    case "heirs":
      return (fields.heirs ?? []).map(({ name }) => name).join(", ");
    default:
      return plain(fields[field as keyof Fields]);
  }
}

function plain(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
