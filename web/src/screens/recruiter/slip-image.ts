/** The slip as a picture, drawn on this phone, to be handed on by the phone's own sharing. */
import { t } from "../../text";
import type { SlipWords } from "./slip-words";

const WIDTH = 720;
const MARGIN = 48;
const LINE = 56;

/** Shares the slip, or saves it as a file where a phone cannot share files. */
export async function shareSlip(slip: SlipWords): Promise<void> {
  const name = `${t("saved.shared_file")}-${slip.code}.png`;
  const file = new File([await drawn(slip)], name, { type: "image/png" });
  if (navigator.canShare?.({ files: [file] })) {
    // Closing the phone's sheet without choosing anybody is not a failure.
    return navigator.share({ files: [file] }).catch(() => {});
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function drawn(slip: SlipWords): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  canvas.width = WIDTH;
  canvas.height = written(pen, slip); // as high as its words, which the first pass measures
  // Always dark on white: it is read, and perhaps printed, elsewhere.
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  written(pen, slip);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no image")))),
  );
}

/** Where it ends. */
function written(pen: CanvasRenderingContext2D, { code, lines, truths }: SlipWords): number {
  let y = MARGIN + LINE / 2;
  const write = (text: string, x: number, look: string, colour: string) => {
    pen.font = `${look} "Plus Jakarta Sans", system-ui, sans-serif`;
    pen.fillStyle = colour;
    for (const line of wrapped(pen, text, WIDTH - MARGIN - x)) {
      pen.fillText(line, x, y);
      y += LINE * 0.75;
    }
  };
  write(t("app"), MARGIN, "600 28px", "#0b5b53");
  y += LINE / 4;
  write(`${t("saved.slip")}  ${code}`, MARGIN, "700 36px", "#181c1a");
  y += LINE / 2;
  for (const line of lines) {
    const top = y;
    write(line.name, MARGIN, "400 28px", "#5b625d");
    y = top;
    write(line.value, MARGIN + 240, "400 28px", "#181c1a");
    y += LINE / 4;
  }
  y += LINE / 4;
  for (const truth of truths) write(truth, MARGIN, "600 28px", "#181c1a");
  return y + MARGIN - LINE / 2;
}

function wrapped(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && pen.measureText(longer).width <= width)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
