/**
 * The floors of the web: imports go down only. ARCHITECTURE.md draws them.
 * What a tool cannot see (who calls fetch, who opens IndexedDB) is held by tests/house/test_web_doors.py.
 */
const inside = (...folders) => folders.map((folder) => `^src/${folder}/`);

/** A floor may import itself and what is named; everything else in src/ is out of bounds. */
const floor = (name, allowed) => ({
  name: `floor-${name}`,
  comment: `src/${name} may import only: ${allowed.join(", ") || "itself"}`,
  severity: "error",
  from: { path: `^src/${name}/`, pathNot: "[.]test[.]tsx?$" },
  to: { path: "^src/", pathNot: inside(name, ...allowed) },
});

/** A role's screens are a bundle of their own. */
const role = (name, ...others) => ({
  name: `role-${name}`,
  comment: `The screens of ${name} never import those of ${others.join(" or ")}.`,
  severity: "error",
  from: { path: `^src/screens/${name}/` },
  to: { path: others.map((other) => `^src/screens/${other}/`) },
});

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      ...floor("wire", []),
      // agree.ts holds the domain's types to the generated ones; it is nothing at run time.
      from: { path: "^src/wire/", pathNot: "agree[.]ts$" },
    },
    floor("domain", ["wire"]),
    floor("crypto", ["domain", "wire"]),
    floor("text", ["domain", "wire"]),
    floor("net", ["domain", "wire"]),
    floor("store", ["crypto", "domain", "wire"]),
    floor("sync", ["store", "net", "crypto", "domain", "wire"]),
    floor("state", ["sync", "store", "net", "crypto", "domain", "wire", "text"]),
    floor("ui", ["domain", "wire", "text"]),
    floor("screens", ["ui", "state", "domain", "wire", "text"]),
    role("recruiter", "supervisor", "admin", "desk"),
    role("supervisor", "recruiter", "admin"),
    role("admin", "recruiter", "supervisor"),
    role("desk", "recruiter", "supervisor", "admin"),
    role("sign-in", "recruiter", "supervisor", "admin", "desk"),
    role("second-factor", "recruiter", "supervisor", "admin", "desk", "sign-in"),
    {
      name: "desk-parts-stay-at-the-desk",
      comment: "A recruiter's phone does not download what only desks use.",
      severity: "error",
      from: { path: "^src/screens/(recruiter|sign-in)/" },
      to: { path: ["^src/ui/desk", "^src/text/desk"] },
    },
    {
      name: "server-data-only-for-the-domain",
      comment: "Of the server only the dated tables are read, and by the domain alone.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/domain/", "[.]test[.]tsx?$"] },
      to: { path: "^[.][.]/(server|sync|tests)/" },
    },
    {
      name: "worker-stands-alone",
      comment: "The service worker is its own program, compiled without the DOM.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/sw" },
      to: { path: "^src/sw" },
    },
    {
      name: "tests-are-not-imported",
      severity: "error",
      from: { pathNot: "[.]test[.]tsx?$" },
      to: { path: "[.]test[.]tsx?$" },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(virtual:|\\?)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "types", "default"],
    },
  },
};
