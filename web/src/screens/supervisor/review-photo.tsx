/** The photo beside the fields, with the flag that starts a remark about it. */
import type { Projected } from "../../domain/project";
import { d } from "../../text/desk";
import { DeskButton } from "../../ui/desk-parts";
import { DeskPhoto } from "../desk/desk-photo";
import { fieldLabel } from "../desk/lines";
import { Remark } from "./review-fields";

interface ReviewPhotoProps {
  registration: Projected;
  remark: string | undefined;
  /** Null where no remarks are being made. */
  onRemark: ((field: string, text: string | null) => void) | null;
}

const FIELD = "id_photo";

export function ReviewPhoto({ registration, remark, onRemark }: ReviewPhotoProps) {
  const label = fieldLabel(FIELD);
  const flagged = remark !== undefined;
  return (
    <section class="review-photo" aria-label={d("review.photo")}>
      <DeskPhoto registration={registration} />
      {onRemark && flagged && (
        <div class="remark">
          <Remark field={FIELD} label={label} text={remark} onRemark={onRemark} />
        </div>
      )}
      {onRemark && !flagged && (
        <DeskButton small kind="bare" icon="flag" onClick={() => onRemark(FIELD, "")}>
          {d("remark.start", { field: label })}
        </DeskButton>
      )}
    </section>
  );
}
