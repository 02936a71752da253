import { render } from "preact";
import { Provider } from "@urql/preact";
import { App } from "./App";
import { createQueryClient } from "./api";
import { readSettings } from "./settings";
import "./style.css";

// urql cancels a request whose response arrives in parts and is not needed any more. It leaves the rejection of the canceled stream unhandled.
addEventListener("unhandledrejection", (event) => {
  if ((event.reason as Error | undefined)?.name === "AbortError") event.preventDefault();
});

const settings = readSettings(document);
const root = document.getElementById("app")!;
root.replaceChildren();
render(
  <Provider value={createQueryClient(settings)}>
    <App settings={settings} />
  </Provider>,
  root,
);
