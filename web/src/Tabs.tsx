import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { PageContext, usePage } from "./context";
import { tabs, type Tab } from "./view";

const names: Record<Tab, string> = { tokens: "Tokens", positions: "Positions", debts: "Debts", compare: "Compare with a past date" };

/** The lists, of which only those that were opened are loaded. They stay mounted, so that going back takes no request. */
export function Tabs({ tab, onChange, children }: { tab: Tab; onChange: (tab: Tab) => void; children: (tab: Tab) => ComponentChildren }) {
  const opened = useRef(new Set<Tab>());
  opened.current.add(tab);
  const move = (event: KeyboardEvent) => {
    const index = tabs.indexOf(tab);
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const to = tabs[(next + tabs.length) % tabs.length]!;
    onChange(to);
    document.getElementById(`tab-${to}`)?.focus();
  };
  return (
    <section class="card lists" aria-label="Holdings">
      <div role="tablist" aria-label="Holdings" class="tabs" onKeyDown={move}>
        {tabs.map((name) => (
          <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={name === tab} aria-controls={`panel-${name}`} tabIndex={name === tab ? 0 : -1} onClick={() => onChange(name)}>
            {names[name]}
          </button>
        ))}
      </div>
      {tabs.map((name) => (
        <div key={name} role="tabpanel" id={`panel-${name}`} aria-labelledby={`tab-${name}`} hidden={name !== tab}>
          {opened.current.has(name) && <Panel isShown={name === tab}>{() => children(name)}</Panel>}
        </div>
      ))}
    </section>
  );
}

/** The content of a tab. While it is hidden it stays as it was, so that another range or a refresh loads nothing that is not shown. */
function Panel({ isShown, children }: { isShown: boolean; children: () => ComponentChildren }) {
  const page = usePage();
  const shown = useRef({ page, content: null as ComponentChildren });
  if (isShown) shown.current = { page, content: children() };
  return <PageContext.Provider value={shown.current.page}>{shown.current.content}</PageContext.Provider>;
}
