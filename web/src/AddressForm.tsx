import { useEffect, useRef, useState } from "preact/hooks";
import { parseAddresses, splitAddresses } from "./address";
import type { Settings } from "./settings";

/** The field for addresses. It says what is wrong with them before anything is requested. */
export function AddressForm({ settings, text, problem, onSubmit }: { settings: Settings; text: string; problem: string; onSubmit: (addresses: readonly string[]) => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(text);
  const [error, setError] = useState(problem);
  useEffect(() => {
    setDraft(text);
    setError(problem);
  }, [text, problem]);

  const submit = (value: string) => {
    const parsed = parseAddresses(value, settings.maxAddresses);
    setError(parsed.problem ?? "");
    if (parsed.addresses) onSubmit(parsed.addresses);
    else field.current?.focus();
  };
  return (
    <form
      class="search"
      role="search"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(draft);
      }}
    >
      <label for="addresses">Wallet addresses</label>
      <div class="row">
        <textarea
          id="addresses"
          ref={field}
          rows={Math.min(4, Math.max(1, splitAddresses(draft).length))}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          placeholder="0x…"
          value={draft}
          aria-invalid={error !== ""}
          aria-describedby="addresses-help addresses-error"
          onInput={(event) => {
            setDraft(event.currentTarget.value);
            setError("");
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey) return;
            event.preventDefault();
            submit(draft);
          }}
        />
        <button type="submit" class="primary">
          Show portfolio
        </button>
      </div>
      <p id="addresses-error" class="error" role="alert">
        {error}
      </p>
      <p id="addresses-help" class="hint">
        One address, or up to {settings.maxAddresses} that are shown as one portfolio, separated by spaces or commas.
      </p>
      {settings.personas.length > 0 && (
        <div class="persona">
          <label for="persona">Or a portfolio of the sandbox</label>
          <select
            id="persona"
            value={settings.personas.find(({ address }) => address === draft.trim().toLowerCase())?.address ?? ""}
            onChange={({ currentTarget: { value } }) => {
              if (value === "") return;
              setDraft(value);
              submit(value);
            }}
          >
            <option value="">Choose …</option>
            {settings.personas.map(({ name, address, description }) => (
              <option key={name} value={address}>
                {name}: {description}
              </option>
            ))}
          </select>
        </div>
      )}
    </form>
  );
}
