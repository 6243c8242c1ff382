/** Icons that only the desks use, so that no phone of a recruiter downloads them. Always beside words. */
import {
  ArrowLeft,
  ArrowUpDown,
  Ban,
  ChartColumn,
  Check,
  CheckCheck,
  ChevronDown,
  ChevronUp,
  Circle,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CloudOff,
  Copy,
  CornerUpLeft,
  Ellipsis,
  FileCheck,
  Flag,
  GitCompareArrows,
  History,
  ImageOff,
  Inbox,
  Info,
  KeyRound,
  List,
  LogOut,
  Pencil,
  Send,
  Server,
  Smartphone,
  TriangleAlert,
  UserCog,
  Users,
  X,
} from "lucide";
import { createElement } from "preact";

const nodes = {
  back: ArrowLeft,
  ban: Ban,
  chart: ChartColumn,
  check: Check,
  checks: CheckCheck,
  compare: GitCompareArrows,
  copy: Copy,
  down: ChevronDown,
  flag: Flag,
  history: History,
  inbox: Inbox,
  info: Info,
  key: KeyRound,
  list: List,
  "no-photo": ImageOff,
  more: Ellipsis,
  off: CloudOff,
  ok: CircleCheck,
  open: CircleDashed,
  option: Circle,
  chosen: CircleDot,
  pen: Pencil,
  pause: CirclePause,
  phone: Smartphone,
  result: FileCheck,
  return: CornerUpLeft,
  send: Send,
  server: Server,
  out: LogOut,
  sort: ArrowUpDown,
  up: ChevronUp,
  user: UserCog,
  users: Users,
  warn: TriangleAlert,
  x: X,
} as const;
export type DeskIconName = keyof typeof nodes;

export function DeskIcon({ name, size = 16 }: { name: DeskIconName; size?: 16 | 20 | 24 }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={size === 16 ? 2.25 : 2}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      class="desk-icon"
    >
      {nodes[name].map(([tag, attributes], i) => createElement(tag, { key: i, ...attributes }))}
    </svg>
  );
}
