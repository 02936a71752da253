import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { useClient } from "@urql/preact";
import { parseAddresses } from "./address";
import { AddressForm } from "./AddressForm";
import { apiKey } from "./api";
import { PageContext } from "./context";
import { InvalidateWalletsDocument } from "./generated/operations";
import { KeyForm } from "./KeyForm";
import { Portfolio } from "./Portfolio";
import type { Settings } from "./settings";
import { useView } from "./view";

/** The whole page, except for the links at its foot, which the server writes. */
export function App({ settings }: { settings: Settings }) {
  const client = useClient();
  const [view, changeView] = useView();
  const [generation, setGeneration] = useState(0);
  const [key, setKey] = useState(apiKey.get);
  const [isKeyRejected, setIsKeyRejected] = useState(false);
  const status = useRef<HTMLParagraphElement>(null);
  const main = useRef<HTMLElement>(null);

  const parsed = useMemo(() => parseAddresses(view.text, settings.maxAddresses), [view.text, settings]);
  const addresses = parsed.addresses;
  const announce = useCallback((text: string) => {
    if (status.current) status.current.textContent = text;
  }, []);
  const page = useMemo(() => ({ settings, addresses: addresses ?? [], generation, announce }), [settings, addresses, generation, announce]);

  const refresh = async () => {
    if (addresses) await client.mutation(InvalidateWalletsDocument, { addresses: [...addresses] }).toPromise();
    setGeneration((last) => last + 1);
  };
  const needsKey = settings.needsKey && (key === "" || isKeyRejected);
  return (
    <PageContext.Provider value={page}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          // The fragment is the view.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the portfolio
      </a>
      <header class="top">
        <h1>PortfolioGraph</h1>
        <p class="lead">The value of crypto wallets, with profit and loss, tokens, positions and debts.</p>
        {settings.isSandbox && <p class="note">This server uses its built-in sandbox. All data is invented, and every address has a portfolio.</p>}
        {settings.needsKey && (
          <KeyForm
            isRejected={isKeyRejected}
            onSubmit={(entered) => {
              apiKey.set(entered);
              setKey(entered);
              setIsKeyRejected(false);
              setGeneration((last) => last + 1);
            }}
          />
        )}
        <AddressForm
          settings={settings}
          text={view.text.replaceAll(",", " ")}
          problem={view.text === "" ? "" : (parsed.problem ?? "")}
          onSubmit={(entered) => changeView({ text: entered.join(","), tab: view.tab })}
        />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {addresses && !needsKey && <Portfolio key={addresses.join() + key} view={view} onView={changeView} onRefresh={() => void refresh()} onKeyRejected={() => setIsKeyRejected(true)} />}
        {!addresses && <p class="hint start">Enter an address above to see its portfolio. The page's URL then has the view, so it can be shared and reloaded.</p>}
      </main>
      <p class="hidden" role="status" ref={status} />
    </PageContext.Provider>
  );
}
