/** The keys of a conflict page, acting on the unit that has the focus, else on the first still open. */
import type { ThreeWay } from "../../domain/difference";
import type { DeskKeys } from "../../ui/desk-keys";
import { enlargePhoto } from "../desk/desk-photo";
import type { SideName } from "./settlement";
import type { Settling } from "./settling";

interface Moves {
  onGo: (step: 1 | -1) => void;
  onInbox: () => void;
}

function rowOf(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>("[data-way]") ?? null;
}

/** The unit that keys act on. */
export function focusedWay({ ways, open }: Settling): ThreeWay | undefined {
  const id = rowOf(document.activeElement)?.dataset.way;
  return ways.find((way) => way.thread.id === id) ?? open[0] ?? ways[0];
}

/** The side that has the focus: a third value starts from it. */
export function focusedSide(): SideName {
  const side = document.activeElement?.closest<HTMLElement>("[data-side]")?.dataset.side;
  return side === undefined || side === "standing" ? "standing" : Number(side);
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-way]")];
}

function focusRow(row: HTMLElement | undefined): void {
  const cell =
    row?.querySelector<HTMLElement>('[aria-checked="true"]') ??
    row?.querySelector<HTMLElement>("[role=radio]");
  cell?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function step(by: 1 | -1): void {
  const all = rows();
  const here = rowOf(document.activeElement);
  const at = here ? all.indexOf(here) : by === 1 ? -1 : all.length;
  focusRow(all[at + by]);
}

/** Choosing by key keeps the focus in the row, so that the next key speaks of the same unit. */
function choose(settling: Settling, act: (way: ThreeWay) => void): void {
  const way = focusedWay(settling);
  if (!way) return;
  const row = rows().find((one) => one.dataset.way === way.thread.id);
  if (row && !row.contains(document.activeElement)) focusRow(row);
  act(way);
}

function type(settling: Settling, way: ThreeWay): void {
  settling.startTyping(way, focusedSide());
  requestAnimationFrame(() =>
    rows()
      .find((row) => row.dataset.way === way.thread.id)
      ?.querySelector<HTMLElement>(".editor :is(input, select, textarea)")
      ?.focus(),
  );
}

export function conflictKeys(settling: Settling, { onGo, onInbox }: Moves): DeskKeys {
  return {
    j: () => step(1),
    k: () => step(-1),
    "Shift+J": () => onGo(1),
    "Shift+K": () => onGo(-1),
    n: () => onGo(1),
    f: enlargePhoto,
    "1": () => choose(settling, settling.pickStanding),
    "2": () => choose(settling, (way) => settling.pickProposed(way, null)),
    "3": () => choose(settling, (way) => type(settling, way)),
    "Ctrl+Enter": settling.settle,
    Escape: () => {
      const editor = document.activeElement?.closest(".editor");
      if (editor) focusRow(rowOf(editor) ?? undefined);
      else onInbox();
    },
  };
}
