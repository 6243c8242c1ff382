/** The list of occupations and which of them are transport (it decides the relief). */
import data from "../../../server/domain/data/occupations.json";

export interface Occupation {
  code: string;
  transport: boolean;
  label: { id: string };
}

export const OCCUPATIONS: readonly Occupation[] = data.occupations;

/** The entry of a code; an occupation that is on the list no more has none. */
export function occupationOf(code: string): Occupation | undefined {
  return OCCUPATIONS.find((occupation) => occupation.code === code);
}

/** Whether PP 50/2025 counts this occupation as transport; an unknown code is not. */
export function isTransport(code: string): boolean {
  return occupationOf(code)?.transport ?? false;
}
