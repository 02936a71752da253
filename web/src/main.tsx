import { render } from "preact";
import { Provider } from "@urql/preact";
import { App } from "./App";
import { createQueryClient } from "./api";
import { readSettings } from "./settings";
import "./style.css";

const settings = readSettings(document);
const root = document.getElementById("app")!;
root.replaceChildren();
render(
  <Provider value={createQueryClient(settings)}>
    <App settings={settings} />
  </Provider>,
  root,
);
