/** The photo of a registration on a desk: fetched with the session, gone from memory when it is left (P88). */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { photoOf } from "../../state/photos";
import { type DeskKey, d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { Photo, PhotoViewer } from "../../ui/photo";

const ABSENT = {
  none: "review.no_photo",
  awaited: "review.photo_awaited",
  unreadable: "review.photo_unreadable",
} as const satisfies Record<string, DeskKey>;

export function DeskPhoto({ registration }: { registration: Projected }) {
  const [open, setOpen] = useState<string | null>(null);
  const { id, photo, units } = registration;
  const declared = units.photo.id_photo;
  if (photo !== "in" || declared === null) {
    const state = photo === "in" ? "none" : photo;
    return (
      <p class="no-photo meta" data-tone={state === "none" ? undefined : "heed"}>
        <DeskIcon name={state === "none" ? "no-photo" : "warn"} /> {d(ABSENT[state])}
      </p>
    );
  }
  return (
    <>
      <Photo
        of={`${id} ${declared.sha256}`}
        load={() => photoOf(id, declared)}
        label={d("review.photo")}
        onOpen={setOpen}
      />
      {open && <PhotoViewer url={open} label={d("review.photo")} onClose={() => setOpen(null)} />}
    </>
  );
}

/** Opens the photo that is on this page. */
export function enlargePhoto(): void {
  document.querySelector<HTMLElement>("button.photo")?.click();
}
