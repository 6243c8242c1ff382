import { useEffect, useState } from "preact/hooks";
import { type Regions, regionPath, type Village } from "../../../domain/regions";
import { searchVillages, villageOf } from "../../../state/reference";
import { t } from "../../../text";
import { type Option, Picker, TextField } from "../../../ui/field";
import { useRegions } from "../regions";
import type { FormProps } from "./form";

const SHOWN = 40;

export function AddressForm({ fields, set, errors }: FormProps) {
  const regions = useRegions();
  const village = useVillage(fields.village_code);
  const choose = async (option: Option) => {
    const chosen = await villageOf(option.value);
    set({ village_code: option.value, postcode: chosen?.postcode ?? fields.postcode ?? null });
    errors.leave("village_code");
  };
  return (
    <>
      <TextField
        id="address"
        label={t("address")}
        lines="many"
        value={fields.address ?? ""}
        maxLength={200}
        error={errors.of("address")}
        onInput={(address) => set({ address })}
        onLeave={() => errors.leave("address")}
      />
      <Picker
        id="village_code"
        label={t("village")}
        icon="search"
        placeholder={t("village.search")}
        value={fields.village_code ?? null}
        chosen={village && regions ? inWords(village, regions) : (fields.village_code ?? null)}
        find={regions ? (text) => found(text, regions) : none}
        error={errors.of("village_code")}
        onChoose={(option) => void choose(option)}
      />
      <TextField
        id="postcode"
        label={t("postcode")}
        optional
        inputMode="numeric"
        value={fields.postcode ?? ""}
        maxLength={5}
        error={errors.of("postcode")}
        onInput={(postcode) => set({ postcode: postcode.trim() === "" ? null : postcode.trim() })}
        onLeave={() => errors.leave("postcode")}
      />
    </>
  );
}

/** The village of a code once its table is in memory. */
export function useVillage(code: string | undefined): Village | null {
  const [village, setVillage] = useState<Village | null>(null);
  useEffect(() => {
    let current = true;
    setVillage(null);
    if (code)
      villageOf(code).then(
        (found) => current && setVillage(found ?? null),
        () => {},
      );
    return () => {
      current = false;
    };
  }, [code]);
  return village;
}

/** `Kranji, Bekasi Barat, Kota Bekasi`. */
export function inWords(village: Village, regions: Regions): string {
  const around = regionPath(regions, village.district).split(", ").slice(0, 2);
  return [village.name, ...around].join(", ");
}

async function found(text: string, regions: Regions): Promise<Option[]> {
  const villages = await searchVillages(text, SHOWN);
  return villages.map((village) => ({
    value: village.code,
    label: village.name,
    detail: [regionPath(regions, village.district), village.postcode].filter(Boolean).join(" · "),
  }));
}

const none = () => [];
