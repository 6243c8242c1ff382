/** The frame of a desk: skip link, rail of rooms with the person at its foot, and the room. */
import type { ComponentChildren } from "preact";
import { DeskIcon, type DeskIconName } from "./desk-icon";
import { Mark } from "./mark";

export interface DeskRoom {
  href: string;
  label: string;
  icon: DeskIconName;
  count?: number;
  /** Pages elsewhere that belong to it. */
  also?: readonly string[];
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

const ON_A_PHONE = 4;

/** The rooms that have no place on a phone's rail. */
export function furtherRooms(groups: readonly DeskRooms[]): DeskRoom[] {
  return groups.flatMap((group) => group.rooms).slice(ON_A_PHONE);
}

export function DeskFrame({ groups, path, words, foot, children }: FrameProps) {
  const further = furtherRooms(groups);
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
              <Room key={room.href} room={room} path={path} further={further.includes(room)} />
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

function Room({ room, path, further }: { room: DeskRoom; path: string; further: boolean }) {
  const current = [room.href, ...(room.also ?? [])].some((href) => isIn(path, href));
  return (
    <a
      class={`room ${further ? "further" : ""}`}
      href={room.href}
      aria-current={current ? "page" : undefined}
    >
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
