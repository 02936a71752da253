import { useState } from "preact/hooks";

/** The field for the server's API key. */
export function KeyForm({ isRejected, onSubmit }: { isRejected: boolean; onSubmit: (key: string) => void }) {
  const [key, setKey] = useState("");
  return (
    <form
      class="key"
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== "") onSubmit(key.trim());
      }}
    >
      <label for="key">API key of this server</label>
      <div class="row">
        <input id="key" type="password" autocomplete="off" value={key} aria-invalid={isRejected} aria-describedby="key-help" onInput={(event) => setKey(event.currentTarget.value)} />
        <button type="submit">Use key</button>
      </div>
      <p id="key-help" class={isRejected ? "error" : "hint"} role={isRejected ? "alert" : undefined}>
        {isRejected ? "The server does not know this key. Enter another one." : "This server answers only clients with a key. It is kept in this tab until you close it."}
      </p>
    </form>
  );
}
