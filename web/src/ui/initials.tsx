/** A person as two letters in a circle. Not read out, since the name stands beside it; `alone` where it does not. */
export function Initials(props: { name: string; tone?: "heed"; large?: true; alone?: true }) {
  return (
    <span
      class={`initials ${props.tone ?? ""} ${props.large ? "large" : ""}`}
      aria-hidden={props.alone ? undefined : "true"}
    >
      {initialsOf(props.name)}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => word?.charAt(0).toUpperCase()).join("");
}
