/** The frame of a desk: skip link, rail of rooms with the person at its foot, and the room. */
import type { ComponentChildren } from "preact";
import { DeskIcon, type DeskIconName } from "./desk-icon";
import { Mark } from "./mark";

export interface DeskRoom {
  href: string;
  label: string;
  icon: DeskIconName;
  count?: number;
}
export interface DeskRooms {
  /** Null: the rooms need no heading. */
  heading: string | null;
  rooms: readonly DeskRoom[];
}

interface FrameProps {
  groups: readonly DeskRooms[];
  path: string;
  words: { skip: string; rooms: string };
  foot: ComponentChildren;
  children: ComponentChildren;
}

export function DeskFrame({ groups, path, words, foot, children }: FrameProps) {
  return (
    <div class="desk">
      <a class="desk-skip" href="#desk-main" onClick={skip}>
        {words.skip}
      </a>
      <nav class="rail" aria-label={words.rooms}>
        <a class="rail-mark" href="/" aria-label="Perisai Lapangan">
          <Mark size={28} />
          <span>Perisai Lapangan</span>
        </a>
        {groups.map((group) => (
          <div class="rooms" key={group.rooms[0]?.href}>
            {group.heading && <h2>{group.heading}</h2>}
            {group.rooms.map((room) => (
              <Room key={room.href} room={room} current={isIn(path, room.href)} />
            ))}
          </div>
        ))}
        <div class="rail-foot">{foot}</div>
      </nav>
      <main class="desk-main" id="desk-main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function Room({ room, current }: { room: DeskRoom; current: boolean }) {
  return (
    <a class="room" href={room.href} aria-current={current ? "page" : undefined}>
      <DeskIcon name={room.icon} />
      <span>{room.label}</span>
      {room.count !== undefined && <span class="num">{room.count}</span>}
    </a>
  );
}

function isIn(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`);
}

/** The router would take the link for a page of its own. */
function skip(event: Event) {
  event.preventDefault();
  document.getElementById("desk-main")?.focus();
}
