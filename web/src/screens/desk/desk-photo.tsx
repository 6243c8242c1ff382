/** The photo of a registration on a desk: fetched with the session, gone from memory when it is left (P88). */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import { photoOf } from "../../state/photos";
import { type DeskKey, d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";
import { type LoadPhoto, Photo, PhotoViewer } from "../../ui/photo";

const ABSENT = {
  none: "review.no_photo",
  awaited: "review.photo_awaited",
  unreadable: "review.photo_unreadable",
} as const satisfies Record<string, DeskKey>;

export function DeskPhoto({ registration }: { registration: Projected }) {
  const { id, photo, units } = registration;
  const declared = units.photo.id_photo;
  if (photo !== "in" || declared === null)
    return <NoPhoto state={photo === "in" ? "none" : photo} />;
  return (
    <OpenPhoto
      of={`${id} ${declared.sha256}`}
      load={() => photoOf(id, declared)}
      label={d("review.photo")}
    />
  );
}

/** Why there is no picture. */
export function NoPhoto({ state }: { state: keyof typeof ABSENT }) {
  return (
    <p class="no-photo meta" data-tone={state === "none" ? undefined : "heed"}>
      <DeskIcon name={state === "none" ? "no-photo" : "warn"} /> {d(ABSENT[state])}
    </p>
  );
}

/** A picture that a tap enlarges. */
export function OpenPhoto(props: { of: string; load: LoadPhoto; label: string }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      <Photo {...props} onOpen={setOpen} />
      {open && <PhotoViewer url={open} label={props.label} onClose={() => setOpen(null)} />}
    </>
  );
}

/** Opens the photo that is on this page. */
export function enlargePhoto(): void {
  document.querySelector<HTMLElement>("button.photo")?.click();
}
