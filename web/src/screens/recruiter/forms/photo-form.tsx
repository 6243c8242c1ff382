/** The photo of the ID card: taken or chosen, turned, taken again, removed. Shown as taken once it is durable. */
import { useRef, useState } from "preact/hooks";
import type { DeclaredPhoto } from "../../../domain/types";
import { photoOf, photoRow, takePhoto } from "../../../state/photos";
import { makePhoto, type NotMade } from "../../../state/shrink";
import { t } from "../../../text";
import { Button } from "../../../ui/button";
import { FieldGroup } from "../../../ui/field-frame";
import { Icon, type IconName } from "../../../ui/icon";
import { Note } from "../../../ui/message";
import { Photo, PhotoViewer } from "../../../ui/photo";
import { size } from "../words";
import type { FormProps } from "./form";

export function PhotoForm({ registration, fields, set, errors, keep }: FormProps) {
  const kept = fields.id_photo ?? null;
  const [open, setOpen] = useState<string | null>(null);
  const { working, problem, make, turn, forget } = useMaking(registration, kept, (id_photo) => {
    set({ id_photo });
    return keep?.();
  });
  return (
    <FieldGroup id="id_photo" label={t("photo")} quiet error={errors.of("id_photo")}>
      {kept && !working ? (
        <Photo
          of={kept.sha256}
          load={() => photoOf(registration, kept)}
          label={t("photo")}
          onOpen={setOpen}
        />
      ) : (
        <div class="photo">
          <Icon name="image" size={32} />
          <span>{t(working ? "photo.working" : "photo.none_yet")}</span>
        </div>
      )}
      <p class="caption" role="status">
        {kept && !working && !problem && whereabouts(registration, kept)}
      </p>
      {problem && <Note tone="error">{t(`photo.problem.${problem}`)}</Note>}
      <div class="photo-acts">
        <FileButton icon="camera" capture onFile={make}>
          {t(kept ? "photo.again" : "photo.camera")}
        </FileButton>
        <FileButton icon="gallery" onFile={make}>
          {t("photo.gallery")}
        </FileButton>
        {kept && (
          <>
            <Button icon="turn" onClick={turn}>
              {t("photo.turn")}
            </Button>
            <Button
              icon="trash"
              onClick={() => {
                forget();
                set({ id_photo: null });
              }}
            >
              {t("photo.remove")}
            </Button>
          </>
        )}
      </div>
      {open && kept && <PhotoViewer url={open} label={t("photo")} onClose={() => setOpen(null)} />}
    </FieldGroup>
  );
}

/** "Kept on this phone" is said of what is: one that was sent is on the server alone. */
function whereabouts(registration: string, photo: DeclaredPhoto): string {
  const row = photoRow(registration, photo);
  const here = row !== null && row.state !== "sent";
  return t(here ? "photo.kept" : "photo.sized", { size: size(photo.bytes) });
}

/** What is chosen becomes a photo that is kept; whatever goes wrong, the one before stays. */
function useMaking(
  registration: string,
  kept: DeclaredPhoto | null,
  onKept: (photo: DeclaredPhoto) => Promise<void> | undefined,
) {
  // The file itself while this page is open, so that turning loses nothing to being drawn again.
  const original = useRef<{ file: Blob; turns: number; sha256: string } | null>(null);
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<NotMade | "full" | null>(null);

  async function keep(file: Blob, turns: number) {
    if (working) return;
    setWorking(true);
    setProblem(null);
    try {
      const made = await makePhoto(file, turns);
      if ("problem" in made) return setProblem(made.problem);
      const photo = await takePhoto(registration, made.photo, kept);
      original.current = { file, turns, sha256: photo.sha256 };
      await onKept(photo);
    } catch {
      setProblem("full"); // the draft, and the photo before, are as they were
    } finally {
      setWorking(false);
    }
  }
  return {
    working,
    problem,
    make: (file: Blob) => void keep(file, 0),
    turn: async () => {
      const before = original.current;
      if (before && before.sha256 === kept?.sha256) return keep(before.file, before.turns + 1);
      const file = kept && (await photoOf(registration, kept));
      if (file instanceof Blob) await keep(file, 1);
    },
    forget: () => setProblem(null),
  };
}

/** A file input that looks like a button; `capture` asks for the camera at once. */
function FileButton(props: {
  icon: IconName;
  capture?: true;
  onFile: (file: File) => void;
  children: string;
}) {
  return (
    <label class="button outlined">
      <input
        type="file"
        class="unseen"
        accept="image/*"
        capture={props.capture && "environment"}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = ""; // the same file may be chosen again
          if (file) props.onFile(file);
        }}
      />
      <Icon name={props.icon} size={20} />
      {props.children}
    </label>
  );
}
