/** What the programmes give, in sentences; never a promise. Where each was found, and when, is in the table. */
import data from "../../../server/domain/data/benefits.json";
import type { Programme } from "./types";

export interface Benefit {
  code: string;
  programme: Programme;
  title: { id: string };
  sentence: { id: string };
}

export const BENEFITS = data.benefits as readonly Benefit[];
