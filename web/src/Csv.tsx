import { useState } from "preact/hooks";
import { useClient } from "@urql/preact";
import { loadFile, reportUrl } from "./api";
import { abbreviate } from "./address";
import { usePage } from "./context";
import { findFailure, type Failure } from "./errors";
import { WalletReportDocument, type TimeRange } from "./generated/operations";
import { FailureView } from "./Parts";

/** One button for each address, which downloads its report. The report is loaded on request, because it takes a call. */
export function Csv({ range }: { range: TimeRange }) {
  const { addresses } = usePage();
  return (
    <div class="csv">
      {addresses.map((address) => (
        <Download key={address} address={address} range={range} />
      ))}
    </div>
  );
}

function Download({ address, range }: { address: string; range: TimeRange }) {
  const client = useClient();
  const { settings, announce } = usePage();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const download = async () => {
    setIsBusy(true);
    setFailure(null);
    try {
      const { data, error } = await client.query(WalletReportDocument, { address, range }).toPromise();
      const downloadUrl = data?.wallet.report?.downloadUrl;
      if (!downloadUrl) {
        setFailure(findFailure(error, ["wallet", "report"]) ?? { text: "There is no report for this wallet.", code: null, retryAfter: null, isRetryable: false });
        return;
      }
      const url = reportUrl(settings, downloadUrl);
      if (settings.needsKey) {
        const file = URL.createObjectURL(await loadFile(url));
        save(file, `${address}.csv`);
        // Later, because the browser starts the download after the click.
        setTimeout(() => URL.revokeObjectURL(file), 60_000);
      } else save(url, "");
      announce(`The report of ${address} is being downloaded.`);
    } catch (error) {
      setFailure({ text: (error as Error).message, code: null, retryAfter: null, isRetryable: true });
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div>
      <button type="button" aria-disabled={isBusy} onClick={() => !isBusy && void download()}>
        {isBusy ? "Preparing …" : `CSV of ${abbreviate(address)}`}
      </button>
      {failure && <FailureView failure={failure} retry={() => void download()} />}
    </div>
  );
}

function save(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
