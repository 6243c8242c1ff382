import { expect, test } from "vitest";
import { matched } from "./route-match";

test("a path fits a pattern of as many parts", () => {
  expect(matched("/list", "/list")).toEqual({});
  expect(matched("/list", "/list/")).toEqual({});
  expect(matched("/list", "/lists")).toBeNull();
  expect(matched("/registration/:id", "/registration/7/work")).toBeNull();
  expect(matched("/registration/:id/:part", "/registration/7/work")).toEqual({
    id: "7",
    part: "work",
  });
});

test("a parameter may be left out where the pattern says so, and nowhere else", () => {
  expect(matched("/queue/:id?", "/queue")).toEqual({});
  expect(matched("/queue/:id?", "/queue/7")).toEqual({ id: "7" });
  expect(matched("/registration/:id", "/registration")).toBeNull();
  expect(matched("/held/:device?/:n?", "/held/a")).toEqual({ device: "a" });
});

test("a parameter is decoded, and one that cannot be is taken as it stands", () => {
  expect(matched("/x/:id", "/x/a%20b%2Fc")).toEqual({ id: "a b/c" });
  expect(matched("/x/:id", "/x/100%")).toEqual({ id: "100%" });
});
