/** The photo that somebody proposes, beside the one that stands; it may still be on its way (P133). */
import { useEffect, useState } from "preact/hooks";
import type { Proposal, Units } from "../../domain/types";
import { photoOf } from "../../state/photos";
import { d } from "../../text/desk";
import { NoPhoto, OpenPhoto } from "../desk/desk-photo";

export function ProposedPhoto(props: { registration: string; proposal: Proposal }) {
  const { registration, proposal } = props;
  const { op } = proposal.stamp;
  const { id_photo } = proposal.value as unknown as Units["photo"];
  const [awaited, setAwaited] = useState(false);
  useEffect(() => setAwaited(false), [op]);
  if (id_photo === null) return <NoPhoto state="none" />;
  if (awaited) return <NoPhoto state="awaited" />;
  const load = async () => {
    const found = await photoOf(registration, id_photo, op);
    setAwaited(found === "absent");
    return found;
  };
  return <OpenPhoto of={`${registration} ${op}`} load={load} label={d("review.photo_proposed")} />;
}
