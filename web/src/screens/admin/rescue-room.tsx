/** Rescue files of phones that did not come through: handed in here, the server takes what it does not have. */
import { d } from "../../text/desk";
import { HandIn } from "../sign-in/hand-in";

export function RescueRoom() {
  return (
    <div class="scroll wide">
      <header class="row wrap">
        <h1>{d("room.rescue")}</h1>
      </header>
      <div class="box">
        <HandIn />
      </div>
    </div>
  );
}
