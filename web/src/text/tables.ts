/** What the dated tables say to people, in the language of the screens. */
import { BENEFITS } from "../domain/benefits";
import { NOTICE, type NoticeText } from "../domain/notice";
import { OCCUPATIONS, occupationOf } from "../domain/occupations";
import { spokenEnglish } from "./language";

export interface BenefitWords {
  code: string;
  title: string;
  sentence: string;
}

export function noticeText(): NoticeText {
  return spokenEnglish()?.noticeEn ?? NOTICE.text.id;
}

export function benefits(): BenefitWords[] {
  const english = spokenEnglish()?.benefitsEn;
  return BENEFITS.map(({ code, title, sentence }) => ({
    code,
    ...(english?.get(code) ?? { title: title.id, sentence: sentence.id }),
  }));
}

/** An occupation that is on the list no more is said by its code. */
export function occupationName(code: string): string {
  return spokenEnglish()?.occupationsEn.get(code) ?? occupationOf(code)?.label.id ?? code;
}

export function occupationNames(): { value: string; label: string }[] {
  return OCCUPATIONS.map(({ code }) => ({ value: code, label: occupationName(code) }));
}
