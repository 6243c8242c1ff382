import { d } from "../../text/desk";
import { DeskIcon } from "../../ui/desk-icon";

/** A settlement of mine that was not taken, because the question had moved. */
export function NotTaken() {
  return (
    <section class="notice" role="status">
      <DeskIcon name="info" size={20} />
      <b>{d("stale.title_settle")}</b>
      <span>{d("stale.settle")}</span>
    </section>
  );
}
