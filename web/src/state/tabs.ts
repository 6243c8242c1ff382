/**
 * What the tabs of this phone tell each other about being unlocked (P127). A key goes from memory to memory, as an
 * object that can be used and not read; it is never stored, and the service worker has no part in it.
 */
import { Keyring } from "../crypto/keyring";

type Said =
  | { kind: "ask"; account: string }
  | { kind: "give"; account: string; key: CryptoKey }
  | { kind: "lock"; account: string }
  /** Somebody is using that tab. */
  | { kind: "awake" };

export interface Listening {
  /** The key of this account, where it is at hand here. */
  keysOf: (account: string) => Keyring | null;
  onKeys: (keys: Keyring) => void;
  onLock: (account: string) => void;
  onAwake: () => void;
}

let channel: BroadcastChannel | null = null;

export function joinTabs(listening: Listening): void {
  channel?.close();
  channel = new BroadcastChannel("perisai-keys");
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    switch (data.kind) {
      case "ask": {
        const keys = listening.keysOf(data.account);
        if (keys) giveKeys(keys);
        return;
      }
      case "give":
        return listening.onKeys(Keyring.handed(data.account, data.key));
      case "lock":
        return listening.onLock(data.account);
      case "awake":
        return listening.onAwake();
    }
  };
}

function say(said: Said): void {
  channel?.postMessage(said);
}

export const askKeys = (account: string) => say({ kind: "ask", account });
export const giveKeys = ({ account, key }: Keyring) => say({ kind: "give", account, key });
export const lockOthers = (account: string) => say({ kind: "lock", account });
export const tellAwake = () => say({ kind: "awake" });
