import { expect, test } from "vitest";
import { asCsv } from "./csv";

const text = async (file: Blob) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(await file.arrayBuffer());

test.each(["=", "+", "-", "@", "\t"])(
  "P164 no text that begins with %j is a formula",
  async (sign) => {
    expect(await text(asCsv([[`${sign}1`]]))).toBe(`\ufeff'${sign}1\r\n`);
  },
);

test("figures stay figures, commas and quotes stay in their cell", async () => {
  expect(await text(asCsv([[-1, 'Klinik "A", Bekasi', "RS\nB"]]))).toBe(
    '\ufeff-1,"Klinik ""A"", Bekasi","RS\nB"\r\n',
  );
});
