/** What the programmes give, in sentences with a source and a date; never a promise. */
import data from "../../../server/domain/data/benefits.json";
import type { Programme } from "./types";

export interface Benefit {
  code: string;
  programme: Programme;
  title: { id: string; en: string };
  sentence: { id: string; en: string };
  source: string;
  /** The day of the check of the sentence against its source. */
  date: string;
  certainty: "sure" | "likely";
}

export const BENEFITS = data.benefits as readonly Benefit[];
