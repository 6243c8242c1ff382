/** What the dated tables say in English; only the English words bring it to a phone. */
import type benefitsFile from "../../../server/domain/data/benefits.json";
import benefitsHalf from "../../../server/domain/data/benefits.json?en";
import type noticeFile from "../../../server/domain/data/notice.json";
import noticeHalf from "../../../server/domain/data/notice.json?en";
import type occupationsFile from "../../../server/domain/data/occupations.json";
import occupationsHalf from "../../../server/domain/data/occupations.json?en";
import type { NoticeText } from "./notice";

const { benefits } = benefitsHalf as typeof benefitsFile;
const { notices } = noticeHalf as typeof noticeFile;
const { occupations } = occupationsHalf as typeof occupationsFile;

const newest = notices.at(-1);
if (newest === undefined) throw new RangeError("no notice");

export const noticeEn: NoticeText = newest.text.en;
export const benefitsEn = new Map(
  benefits.map(({ code, title, sentence }) => [code, { title: title.en, sentence: sentence.en }]),
);
export const occupationsEn = new Map(occupations.map(({ code, label }) => [code, label.en]));
