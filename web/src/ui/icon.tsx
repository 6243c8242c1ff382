/** Icons of the phone screens: Lucide's nodes, only those named here. The desks' own are in desk-icon.tsx. */
import {
  Ambulance,
  ArrowLeft,
  Ban,
  Banknote,
  BookOpen,
  CalendarClock,
  Camera,
  Check,
  CheckCheck,
  ChevronDown,
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleSlash,
  Clock,
  CloudDownload,
  CloudOff,
  CloudUpload,
  CornerUpLeft,
  Delete,
  Download,
  Eraser,
  Eye,
  EyeOff,
  FilePen,
  FileText,
  Gauge,
  GraduationCap,
  HardDrive,
  HeartHandshake,
  Hourglass,
  House,
  Image,
  ImageUp,
  Info,
  KeyRound,
  Lock,
  LogOut,
  Maximize,
  Minus,
  PiggyBank,
  Plus,
  RadioTower,
  RotateCw,
  Scale,
  ScanText,
  Search,
  Send,
  Settings,
  Share2,
  ShieldCheck,
  Smartphone,
  Ticket,
  TicketX,
  Trash2,
  TriangleAlert,
  Umbrella,
  UserRoundPlus,
  UsersRound,
  Volume2,
  X,
} from "lucide";
import { createElement } from "preact";

const nodes = {
  ambulance: Ambulance,
  back: ArrowLeft,
  ban: Ban,
  banknote: Banknote,
  book: BookOpen,
  calendar: CalendarClock,
  camera: Camera,
  check: Check,
  checks: CheckCheck,
  down: ChevronDown,
  next: ChevronRight,
  alert: CircleAlert,
  ok: CircleCheck,
  pause: CirclePause,
  slash: CircleSlash,
  clock: Clock,
  news: CloudDownload,
  offline: CloudOff,
  upload: CloudUpload,
  return: CornerUpLeft,
  backspace: Delete,
  download: Download,
  eraser: Eraser,
  eye: Eye,
  "eye-off": EyeOff,
  draft: FilePen,
  file: FileText,
  gauge: Gauge,
  school: GraduationCap,
  disk: HardDrive,
  benefits: HeartHandshake,
  hourglass: Hourglass,
  home: House,
  gallery: Image,
  image: ImageUp,
  info: Info,
  key: KeyRound,
  lock: Lock,
  out: LogOut,
  maximize: Maximize,
  minus: Minus,
  savings: PiggyBank,
  plus: Plus,
  tower: RadioTower,
  scale: Scale,
  scan: ScanText,
  search: Search,
  send: Send,
  settings: Settings,
  share: Share2,
  shield: ShieldCheck,
  phone: Smartphone,
  ticket: Ticket,
  turn: RotateCw,
  lapsed: TicketX,
  trash: Trash2,
  warn: TriangleAlert,
  umbrella: Umbrella,
  "add-person": UserRoundPlus,
  people: UsersRound,
  aloud: Volume2,
  close: X,
} as const;
export type IconName = keyof typeof nodes;
const STROKES = { 16: 2.25, 20: 2, 24: 1.9, 32: 1.9 };

/** Decoration beside words; with a `label` it is read aloud. */
export function Icon(props: { name: IconName; size?: 16 | 20 | 24 | 32; label?: string }) {
  const { name, size = 24, label } = props;
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={STROKES[size]}
      stroke-linecap="round"
      stroke-linejoin="round"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
    >
      {nodes[name].map(([tag, attributes], i) => createElement(tag, { key: i, ...attributes }))}
    </svg>
  );
}
