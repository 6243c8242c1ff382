/** The photo of a registration, and where its bytes are. What is only on the server is asked when asked for. */
import { useState } from "preact/hooks";
import type { Projected } from "../../domain/project";
import type { DeclaredPhoto } from "../../domain/types";
import { photoHere, photoOf, photoRow } from "../../state/photos";
import { type TextKey, t } from "../../text";
import { LinkButton } from "../../ui/button";
import { Note } from "../../ui/message";
import { Photo, PhotoViewer } from "../../ui/photo";
import { size } from "./words";

interface CardPhotoProps {
  registration: string;
  photo: DeclaredPhoto | null;
  /** Absent while it is a draft, whose photo is nowhere but here. */
  of?: Projected;
}

export function CardPhoto({ registration, photo, of }: CardPhotoProps) {
  const [open, setOpen] = useState<string | null>(null);
  const [asked, ask] = useState(false);
  if (photo === null) return <p class="quiet-text">{t("photo.none")}</p>;
  const row = of && photoRow(registration, photo);
  const here = !of || (row && row.state !== "sent");
  return (
    <>
      {(here || asked) && (
        <Photo
          of={photo.sha256}
          load={() => (here ? photoHere : photoOf)(registration, photo)}
          label={t("photo")}
          onOpen={setOpen}
        />
      )}
      {of && <Whereabouts of={of} photo={photo} />}
      {!here && !asked && of?.photo === "in" && (
        <LinkButton icon="download" onClick={() => ask(true)}>
          {t("photo.fetch", { size: size(photo.bytes) })}
        </LinkButton>
      )}
      {open && <PhotoViewer url={open} label={t("photo")} onClose={() => setOpen(null)} />}
    </>
  );
}

function Whereabouts({ of, photo }: { of: Projected; photo: DeclaredPhoto }) {
  const row = photoRow(of.id, photo);
  const refused = row?.state === "refused" ? row.refused : null;
  if (refused === "forbidden") return <Note tone="warning">{t("photo.forbidden")}</Note>;
  if (refused || of.photo === "unreadable") {
    return <Note tone="warning">{t("photo.unreadable")}</Note>;
  }
  return <p class="caption photo-where">{t(wordsOf(of, row))}</p>;
}

function wordsOf({ photo }: Projected, row: ReturnType<typeof photoRow>): TextKey {
  if (photo === "in") return "photo.in";
  if (row === null) return "photo.awaited_elsewhere";
  return row.state === "sent" ? "photo.sent" : "photo.awaited";
}
