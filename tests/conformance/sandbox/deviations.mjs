// Where the sandbox departs from the OpenAPI documents on purpose. Each entry undoes its deviation in an answer and tells how often it
// met it; what is left must be valid. An entry that is never met is stale, and fails the run.

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

// a report is text with either naming; the documents know no other media type than JSON
export const textRoutes = ["v5.0/general/report"];

// chains are numbers with either naming; the documents as written want objects here
export const chainArtefact = ["v4/overview/erc20/details"];

function eachRow(body, change) {
  const rows = Array.isArray(body) ? body : body.result;
  return [body, rows.reduce((met, row) => met + change(row), 0)];
}

function eachBalance(body, change) {
  const lists = ["underlying_tokens", "reward_tokens", "rewards_tokens", "claimed_fees", "unclaimed_fees", "impermanent_loss"];
  return eachRow(body, (row) => lists.flatMap((name) => row[name] ?? []).reduce((met, token) => met + change(token), 0));
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
