// The sandbox's deliberate deviations from the OpenAPI documents. Each entry undoes its deviation in a response and returns the number of
// occurrences. The remaining response must be valid. An entry that never occurs is stale and fails the run.

const isSnapshot = (path) => /^v5\.0\/(tokens|protocols)\/snapshot$/.test(path);

const isMetrics = (path) => /^v5\.0\/(tokens|protocols)\/metrics$/.test(path);

export const observed = [
  {
    name: "v5.0 supported_chains and tokens/snapshot are wrapped, not bare arrays",
    undo(path, body) {
      const wrapped = ["v5.0/general/supported_chains", "v5.0/tokens/snapshot"].includes(path) && !Array.isArray(body);
      return wrapped ? [body.result, 1] : [body, 0];
    },
  },
  {
    name: "v5.0 snapshot rows say chain, not chain_id",
    undo: (path, body) => (isSnapshot(path) ? eachRow(body, (row) => rename(row, "chain", "chain_id")) : [body, 0]),
  },
  {
    name: "v5.0 token balances say chain_id, not chain",
    undo: (path, body) => (isSnapshot(path) || isMetrics(path) ? eachBalance(body, (token) => rename(token, "chain_id", "chain")) : [body, 0]),
  },
  {
    name: "v5.0 token balances carry value_usd",
    undo: (path, body) => (isSnapshot(path) || isMetrics(path) ? eachBalance(body, (token) => remove(token, "value_usd")) : [body, 0]),
  },
  {
    name: "v5.0 metrics have an object for index (only with Index=Object)",
    undo: (path, body) =>
      isMetrics(path) ? eachRow(body, (row) => (typeof row.index === "object" ? ((row.index = JSON.stringify(row.index)), 1) : 0)) : [body, 0],
  },
];

// A report is CSV with either naming, but the documents declare only JSON.
export const textRoutes = ["v5.0/general/report"];

// Chains are numbers with either naming, but the documents declare objects here.
export const chainArtifact = ["v4/overview/erc20/details"];

function eachRow(body, change) {
  const rows = Array.isArray(body) ? body : body.result;
  return [body, rows.reduce((count, row) => count + change(row), 0)];
}

function eachBalance(body, change) {
  const lists = ["underlying_tokens", "reward_tokens", "rewards_tokens", "claimed_fees", "unclaimed_fees", "impermanent_loss"];
  return eachRow(body, (row) => lists.flatMap((name) => row[name] ?? []).reduce((count, token) => count + change(token), 0));
}

function rename(object, from, to) {
  if (!(from in object) || to in object) return 0;
  object[to] = object[from];
  delete object[from];
  return 1;
}

function remove(object, name) {
  if (!(name in object)) return 0;
  delete object[name];
  return 1;
}
