/** The short name of a registration, as slips and desks have it. */

/** Letters and digits that cannot be taken for each other. */
const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** `7F3K-29QD`: a short name of the registration, from the chance in its id. */
export function codeOf(id: string): string {
  let rest = BigInt(`0x${id.replaceAll("-", "").slice(-12)}`);
  let code = "";
  for (let i = 0; i < 8; i += 1) {
    code += LETTERS[Number(rest % 32n)];
    rest /= 32n;
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
