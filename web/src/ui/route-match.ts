/** Paths of the app and their patterns: `/registration/:id`, `/queue/:id?`. */

export type Params = Readonly<Record<string, string>>;

/** The parameters of a path that fits the pattern, decoded; null where it does not. One left out (`:id?`) is absent. */
export function matched(pattern: string, path: string): Params | null {
  const wanted = parts(pattern);
  const given = parts(path);
  if (given.length > wanted.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const said = given[i];
    if (!part.startsWith(":")) {
      if (said !== part) return null;
    } else if (said !== undefined) {
      params[part.slice(1).replace("?", "")] = decoded(said);
    } else if (!part.endsWith("?")) {
      return null;
    }
  }
  return params;
}

function parts(path: string): string[] {
  return path.split("/").filter(Boolean);
}

/** An address that nobody encoded rightly is taken as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
