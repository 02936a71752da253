import { formats } from "./format";
import { Money } from "./Parts";

export interface Option {
  readonly value: string;
  readonly name: string;
}

export const TextFilter = ({ id, label, value, onChange }: { id: string; label: string; value: string; onChange: (value: string) => void }) => (
  <p class="field">
    <label for={id}>{label}</label>
    <input id={id} type="search" autocomplete="off" value={value} onInput={(event) => onChange(event.currentTarget.value)} />
  </p>
);

export const OptionFilter = ({ id, label, any, options, value, onChange }: { id: string; label: string; any: string; options: readonly Option[]; value: string; onChange: (value: string) => void }) => (
  <p class="field">
    <label for={id}>{label}</label>
    <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.name}
        </option>
      ))}
    </select>
  </p>
);

export const ChainFilter = ({ id, options, value, onChange }: { id: string; options: readonly Option[]; value: string; onChange: (value: string) => void }) => (
  <OptionFilter id={id} label="Chain" any="all chains" options={options} value={value} onChange={onChange} />
);

export const ClosedFilter = ({ id, label, value, onChange }: { id: string; label: string; value: boolean; onChange: (value: boolean) => void }) => (
  <p class="field check">
    <input id={id} type="checkbox" checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
    <label for={id}>{label}</label>
  </p>
);

/** The sums of the whole list, whatever its page. */
export const Sums = ({ valueUsd, unpriced, gain, gainOf }: { valueUsd: number | null; unpriced: number; gain?: string; gainOf?: string }) => (
  <p class="sums">
    <span>
      Sum <strong data-testid="sum"><Money value={valueUsd} /></strong>
    </span>
    {gain !== undefined && (
      <span>
        Gain{gainOf} <strong><bdi dir="ltr">{gain}</bdi></strong>
      </span>
    )}
    {unpriced > 0 && <span class="hint">{formats.count(unpriced)} unpriced, which the sum does not contain</span>}
  </p>
);

/** What a list leaves out because it is owed, whatever the filters. */
export const Owed = ({ count, valueUsd, one, many }: { count: number; valueUsd: number | null; one: string; many: string }) =>
  count === 0 ? null : (
    <p class="owed">
      Not in this list: {formats.count(count)} {count === 1 ? one : many}, <Money value={valueUsd} />, under Debts.
    </p>
  );
