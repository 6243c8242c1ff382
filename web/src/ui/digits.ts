/**
 * Fields that group their digits while they are typed (NIK, rupiah). The value is the digits alone; the
 * separators come and go, and the caret stays behind the digit that it was behind.
 */
export function typedDigits(
  input: HTMLInputElement,
  group: (digits: string) => string,
  longest: number,
): string {
  const before = digitsIn(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
  const digits = digitsIn(input.value).slice(0, longest);
  const shown = group(digits);
  input.value = shown;
  const caret = behindDigit(shown, before);
  input.setSelectionRange(caret, caret);
  return digits;
}

function digitsIn(text: string): string {
  return text.replace(/\D/g, "");
}

function behindDigit(text: string, count: number): number {
  if (count === 0) return 0;
  let seen = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (/\d/.test(text.charAt(i))) seen += 1;
    if (seen === count) return i + 1;
  }
  return text.length;
}
