import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/components.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app";
import { theme } from "./state/settings";
import { start } from "./state/start";
import { language } from "./text";
import { registerWorker } from "./ui/app-update";

const root = document.documentElement;
effect(() => {
  root.lang = language.value;
});
effect(() => {
  if (theme.value === "system") delete root.dataset.theme;
  else root.dataset.theme = theme.value;
});
start();
registerWorker();
const host = document.getElementById("app");
if (host) render(<App />, host);
