/** The mark: a shield whose field is a person. Never beside a logo of BPJS. */
export function Mark({ size = 28, label }: { size?: number; label?: string }) {
  return (
    <svg
      class="mark"
      width={size}
      height={size}
      viewBox="0 0 28 28"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
    >
      <path d="M14 1.5c.5 0 1 .11 1.45.32l7.3 3.1c1.06.45 1.75 1.49 1.75 2.64v5.6c0 6.2-4.3 10.4-9.2 13.05-.81.44-1.79.44-2.6 0C7.8 23.56 3.5 19.36 3.5 13.16v-5.6c0-1.15.69-2.19 1.75-2.64l7.3-3.1C13 1.61 13.5 1.5 14 1.5Z" />
      <g class="person">
        <circle cx="14" cy="9.9" r="3.5" />
        <path d="M7.9 19.1c.5-3 3-5 6.1-5s5.6 2 6.1 5c-1.5 1.9-3.5 3.5-5.7 4.7a.9.9 0 0 1-.8 0c-2.2-1.2-4.2-2.8-5.7-4.7Z" />
      </g>
    </svg>
  );
}
