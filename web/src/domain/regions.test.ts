import { expect, test } from "vitest";
import { isKnownRegion, matchVillages, openRegions, openVillages, regionPath } from "./regions";

const regions = openRegions({
  edition: "test",
  provinces: [
    [
      "32",
      "Jawa Barat",
      [
        [
          "75",
          "Kota Bekasi",
          [
            ["05", "Rawalumbu"],
            ["09", "Jatiasih"],
          ],
        ],
      ],
    ],
  ],
});
const villages = openVillages({
  regency: "32.75",
  villages: [
    ["05.1001", "Bojong Rawalumbu", "17116"],
    ["05.1002", "Pengasinan", "17115"],
    ["09.1001", "Jatiasih", "17423"],
    ["09.1004", "Jatirasa", null],
  ],
});
const found = (text: string, limit = 9) =>
  matchVillages(text, limit, villages, regions).map((village) => village.name);

test("knows the upper three levels", () => {
  const codes = ["32", "32.75", "32.75.05", "32.75.13", "99"];
  expect(codes.map((code) => isKnownRegion(regions, code))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test("names a region with those around it", () => {
  expect(regionPath(regions, "32.75.05")).toBe("Rawalumbu, Kota Bekasi, Jawa Barat");
  expect(regionPath(regions, "32.75.05.1002")).toBe("Rawalumbu, Kota Bekasi, Jawa Barat");
  expect(regionPath(regions, "32.75.13")).toBe("Kota Bekasi, Jawa Barat");
});

test("opens villages with what they lie in", () => {
  expect(villages[1]).toEqual({
    code: "32.75.05.1002",
    name: "Pengasinan",
    postcode: "17115",
    district: "32.75.05",
    regency: "32.75",
  });
});

test("finds villages by the beginnings of words, own names first", () => {
  expect(found("rawalumbu")).toEqual(["Bojong Rawalumbu", "Pengasinan"]);
  expect(found("JATI")).toEqual(["Jatiasih", "Jatirasa"]);
  expect(found("bojong")).toEqual(["Bojong Rawalumbu"]);
  expect(found("penga rawa")).toEqual(["Pengasinan"]);
  expect(found("17115")).toEqual(["Pengasinan"]);
  expect(found("jati", 1)).toEqual(["Jatiasih"]);
  expect(found("  ")).toEqual([]);
  expect(found("lumbu")).toEqual([]);
});
