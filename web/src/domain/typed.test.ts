import { expect, test } from "vitest";
import { cleaned } from "./typed";

test("letters of any script, emoji and their joiners stay", () => {
  for (const text of ["Siti 😀", "عائشة", "Nyi Ratu 👩‍🌾", "D'Artagnan-Ö", "李"]) {
    expect(cleaned(text, "one")).toBe(text);
  }
});

test("P13: what the wire refuses is never typed: control characters, halves of an emoji, breaks in one line", () => {
  expect(cleaned("Si\u0000ti\u0007 \u009bAminah\u007f", "one")).toBe("Siti Aminah");
  expect(cleaned("Siti \ud83d", "one")).toBe("Siti ");
  expect(cleaned("Siti\r\nAminah\tBinti", "one")).toBe("Siti Aminah Binti");
});

test("nothing turns the words beside it around", () => {
  expect(cleaned("\u202eitiS\u202c \u2066x\u2069\u200f", "one")).toBe("itiS x");
});

test("a text of lines keeps its lines", () => {
  expect(cleaned("Jl. Melur\r\nRT 3\rRW 4", "many")).toBe("Jl. Melur\nRT 3\nRW 4");
});
