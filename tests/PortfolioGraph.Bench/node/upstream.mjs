// The client of the REST API.
import { Pool } from "undici";

const upstream = new URL(process.env.UPSTREAM);
const pool = new Pool(upstream.origin);
const headers = { authorization: "Bearer key-of-the-bench" };

const get = async (path) => {
  const { statusCode, body } = await pool.request({ method: "GET", path: upstream.pathname + path, headers });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`The upstream returned ${statusCode}.`);
  return JSON.parse(text).result;
};

export const getValues = (addresses) => get(`v5.0/general/current_value?${addresses.map((address) => `addresses=${address}`).join("&")}`);

// Highest value first.
export const getTokens = async (address) => {
  const rows = await get(`v4/overview/erc20/details?closed=false&timerange=1year&addresses=${address}`);
  return rows.sort((a, b) => b.value_usd - a.value_usd);
};

// The values of several wallets, in the order of the addresses.
export const getTotals = async (addresses) => {
  const { by_address } = await getValues(addresses);
  const values = new Map(by_address.map((row) => [row.address, row.value_usd]));
  return addresses.map((address) => values.get(address.toLowerCase()) ?? null);
};

// The values of one wallet by chain, highest first.
export const getChains = async (address) => {
  const { by_chain } = await getValues([address]);
  return by_chain.sort((a, b) => b.value_usd - a.value_usd);
};
