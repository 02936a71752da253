// The same questions to every gateway. The answers are compared with those of PortfolioGraph itself.

import { check, equal } from "./check.mjs";
import { apollo, federationSdl } from "./composition.mjs";
import { faulty, invalidIndex, personas, typical, users } from "./subgraphs.mjs";

const overview = /* GraphQL */ `
  valueUsd
  profitAndLoss(range: ONE_YEAR) { absoluteUsd roi range }
  chains { chain { chainId name } valueUsd share }
  breakdown { totalUsd assetsUsd debtsUsd byChain { chain { chainId } valueUsd share } byCategory { category valueUsd share } byProtocol { protocol { name } valueUsd } }
  tokens(first: 5) { totalCount pageInfo { hasNextPage endCursor } nodes { id amount priceUsd valueUsd share status token { symbol address decimals chain { name } } profitAndLoss { roi } } }
  positions(first: 5) { totalCount nodes { id kind name valueUsd isDebt owners protocol { name iconUrl } tokenId underlying { amount token { symbol } } } }
`;

/** Runs all scenarios against a gateway over a server with an empty cache; returns the gateway's row of the table. */
export async function scenarios(gateway, url, portfolio) {
  const row = { gateway: gateway.name };
  const name = (text) => `${gateway.name}: ${text}`;
  const ask = (query) => post(url, query);
  const askDirectly = (query) => post(portfolio.directUrl, query);

  await check(name("50 users have their wallets, with one request and five upstream calls"), async () => {
    const { result, requests, calls } = await measure(portfolio, () => ask("{ users { id wallet { valueUsd } } }"));
    row["wallets of 50"] = count(result.data?.users);
    Object.assign(row, { requests, calls });
    noErrors(result);
    equal(values(result.data.users), await directValues(askDirectly, users.slice(0, 50)));
    equal([row["wallets of 50"], requests, calls], [50, 1, 5]);
  });

  await check(name("the same users again take no upstream call"), async () => {
    const { result, calls } = await measure(portfolio, () => ask("{ users { wallet { valueUsd } } }"));
    equal([count(result.data.users), calls], [50, 0]);
  });

  await check(name("a key that is not an address affects one user"), async () => {
    const result = await ask("{ usersWithInvalidKey { wallet { valueUsd } } }");
    const list = result.data?.usersWithInvalidKey;
    row["wallets with a bad key"] = count(list);
    row["errors for the key"] = (result.errors ?? []).map(describe).join(", ");
    equal(list.map((user) => user.wallet?.valueUsd != null), list.map((_, i) => i !== invalidIndex));
    equal(values(list).toSpliced(invalidIndex, 1), (await directValues(askDirectly, users.slice(0, 50))).toSpliced(invalidIndex, 1));
    equal(codes(result), ["ADDRESS_INVALID"]);
    equal(result.errors[0].path?.slice(0, 2), ["usersWithInvalidKey", invalidIndex]);
  });

  await check(name("two lists with different fields are complete"), async () => {
    const { result } = await measure(portfolio, () => ask("{ values: users(first: 2) { wallet { valueUsd } } chains: users(first: 3) { wallet { valueUsd chains { valueUsd } } } }"));
    noErrors(result);
    const addresses = JSON.stringify(users.slice(0, 3).map(({ address }) => address));
    const direct = await askDirectly(`{ wallets(addresses: ${addresses}) { valueUsd chains { valueUsd } } }`);
    const wallets = direct.data.wallets.map((wallet) => ({ wallet }));
    equal(result.data, { values: wallets.slice(0, 2).map(({ wallet: { valueUsd } }) => ({ wallet: { valueUsd } })), chains: wallets });
  });

  for (const persona of personas)
    await check(name(`the wallet of ${persona.name} is the same as directly`), async () => {
      const result = await ask(`{ user(id: "${persona.id}") { wallet { ${overview} } } }`);
      noErrors(result);
      const direct = await askDirectly(`{ wallet(address: "${persona.address}") { ${overview} } }`);
      noErrors(direct);
      equal(result.data.user.wallet, direct.data.wallet);
    });

  await check(name("an unsupported chain is null with its code"), async () => {
    const result = await ask('{ user(id: "typical") { wallet { chain(chainId: 99999) { valueUsd } valueUsd } } }');
    const direct = await askDirectly(`{ wallet(address: "${typical.address}") { valueUsd } }`);
    equal(result.data.user.wallet, { chain: null, ...direct.data.wallet });
    equal(codes(result), ["CHAIN_UNSUPPORTED"]);
  });

  await check(name("a failure of the data source makes one field null and leaves the others intact"), async () => {
    const result = await ask(`{
      faulty: user(id: "faulty") { wallet { chart { changeUsd } valueUsd } }
      typical: user(id: "typical") { wallet { chart { changeUsd } valueUsd } }
    }`);
    const direct = await askDirectly(`{
      faulty: wallet(address: "${faulty.address}") { valueUsd }
      typical: wallet(address: "${typical.address}") { chart { changeUsd } valueUsd }
    }`);
    equal(result.data, { faulty: { wallet: { chart: null, ...direct.data.faulty } }, typical: { wallet: direct.data.typical } });
    equal(codes(result), ["UPSTREAM_UNAVAILABLE"]);
  });

  await check(name("1000 users have their wallets"), async () => {
    const { result, requests, calls } = await measure(portfolio, () => ask("{ users(first: 1000) { wallet { valueUsd } } }"));
    row["wallets of 1000"] = count(result.data?.users);
    Object.assign(row, { "requests for 1000": requests, "calls for 1000": calls });
    noErrors(result);
    equal([row["wallets of 1000"], requests], [1000, gateway.requestsFor1000]);
    equal(values(result.data.users), await directValues(askDirectly, users));
  });

  if (gateway.hasTax) await joins(name, ask, askDirectly);
  if (gateway.compose === apollo)
    await check(name("the server returns the schema that was composed"), async () => {
      const result = await askDirectly("{ _service { sdl } }");
      equal(result.data._service.sdl.trim(), federationSdl().trim());
    });
  return row;
}

async function joins(name, ask, askDirectly) {
  await check(name("a token of a wallet has a field of the tax graph"), async () => {
    const tokens = "tokens(first: 3) { nodes { token { symbol } } }";
    const result = await ask('{ user(id: "typical") { wallet { tokens(first: 3) { nodes { token { symbol chain { chainId } taxRate } } } } } }');
    noErrors(result);
    const direct = await askDirectly(`{ wallet(address: "${typical.address}") { ${tokens.replace("symbol", "symbol chain { chainId }")} } }`);
    const taxed = direct.data.wallet.tokens.nodes.map(({ token }) => ({ token: { ...token, taxRate: token.chain.chainId / 100 } }));
    equal(result.data.user.wallet.tokens.nodes, taxed);
  });
  await check(name("a token of the tax graph has the fields of PortfolioGraph"), async () => {
    const result = await ask("{ taxedTokens { taxRate symbol name decimals isNative } }");
    noErrors(result);
    equal(result.data.taxedTokens, [{ taxRate: 0.01, symbol: "ETH", name: "Ether", decimals: 18, isNative: true }]);
  });
  await check(name("the graphs' own types and root fields are available beside each other"), async () => {
    const result = await ask("{ service reports { nodes { title source { name } tokens { symbol } } pageInfo { hasNextPage } } portfolioService { isAvailable } chains { chainId name } }");
    noErrors(result);
    const direct = await askDirectly("{ portfolioService { isAvailable } chains { chainId name } }");
    equal(result.data, {
      service: "news",
      reports: { nodes: [{ title: "A report", source: { name: "a source" }, tokens: [{ symbol: "NEWS" }] }], pageInfo: { hasNextPage: false } },
      ...direct.data,
    });
  });
}

/** Runs a query; returns its result, the requests that reached the server, and its upstream calls, which the responses and the sandbox must agree on. */
async function measure(portfolio, run) {
  const before = await portfolio.upstreamCalls();
  portfolio.recorder.reset();
  const result = await run();
  const calls = (await portfolio.upstreamCalls()) - before;
  equal(portfolio.recorder.calls(), calls);
  return { result, requests: portfolio.recorder.requests().length, calls };
}

async function directValues(askDirectly, list) {
  const all = [];
  for (let i = 0; i < list.length; i += 100) {
    const addresses = list.slice(i, i + 100).map(({ address }) => address);
    const result = await askDirectly(`{ wallets(addresses: ${JSON.stringify(addresses)}) { valueUsd } }`);
    noErrors(result);
    all.push(...result.data.wallets.map((wallet) => wallet.valueUsd));
  }
  return all;
}

async function post(url, query) {
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify({ query }) });
  return response.json();
}

const count = (list) => values(list ?? []).filter((value) => value != null).length;
const values = (list) => list.map((user) => user.wallet?.valueUsd);
const codes = (result) => (result.errors ?? []).map((error) => error.extensions?.code);
const describe = (error) => error.extensions?.code ?? error.message;

function noErrors(result) {
  if (result.errors) throw new Error(JSON.stringify(result.errors.slice(0, 3)));
}
