// The requests: every route for every set of wallets with several values of each parameter, and invalid requests.

const WALLETS = {
  typical: ["0xd8da6bf26964af9d7eed9e03e53415d37aa96045"],
  empty: ["0xe000e000e000e000e000e000e000e000e000e000"],
  whale: ["0xb166b166b166b166b166b166b166b166b166b166"],
  debtor: ["0xdeb7deb7deb7deb7deb7deb7deb7deb7deb7deb7"],
  lp: ["0x9001900190019001900190019001900190019001"],
  junk: ["0xbad0bad0bad0bad0bad0bad0bad0bad0bad0bad0"],
  closed: ["0xc105c105c105c105c105c105c105c105c105c105"],
  golden: ["0x901d901d901d901d901d901d901d901d901d901d"],
  joint: ["0xa11aa11aa11aa11aa11aa11aa11aa11aa11aa11a", "0xa11ba11ba11ba11ba11ba11ba11ba11ba11ba11b"],
  generated: Array.from({ length: 5 }, (_, i) => "0x" + (i + 1).toString(16).repeat(40)),
};

const VALUES = {
  chain_id: ["1", "8453", "1313161554"],
  timerange: ["1day", "1week", "1month", "1year", "3years"],
  timestamp: ["0", "1700000000", "4294967295"],
  closed: ["true", "false"],
  closed_threshold: ["0", "1000.5"],
  use_cache: ["true", "false"],
  protocol_group_id: ["uniswap-v3", "nothing"],
  contract_address: ["0xc36442b4a4522e871399cd717abdd847ab11fe88"],
  token_id: ["0", "1"],
};

const INVALID_VALUES = {
  chain_id: "one",
  timerange: "3months",
  timestamp: "4294967296",
  closed: "maybe",
  closed_threshold: "much",
  use_cache: "True",
  contract_address: "0x1",
  token_id: "first",
};

/** Returns the names and valid queries of a route. */
export function* validQueries(route) {
  const names = route.parameters.map((p) => p.name);
  if (!names.includes("addresses")) {
    yield ["no parameters", new URLSearchParams()];
    return;
  }
  for (const [name, addresses] of Object.entries(WALLETS)) {
    const wallets = addresses.map((address) => ["addresses", address]);
    yield [name, new URLSearchParams(wallets)];
    for (const parameter of names.filter((n) => n !== "addresses"))
      for (const value of VALUES[parameter]) yield [`${name} ${parameter}=${value}`, new URLSearchParams([...wallets, [parameter, value]])];
  }
  // All parameters at once.
  const all = names.filter((n) => n in VALUES).map((n) => [n, VALUES[n][0]]);
  yield ["typical, every parameter", new URLSearchParams([["addresses", WALLETS.typical[0]], ...all])];
}

/** Returns the names and queries of a route that must be rejected with 422. */
export function* invalidQueries(route) {
  yield ["no address", new URLSearchParams()];
  yield ["short and long address", new URLSearchParams([["addresses", "0x1"], ["addresses", "0x" + "1".repeat(41)]])];
  for (const { name } of route.parameters.filter((p) => p.name in INVALID_VALUES))
    yield [`${name}=${INVALID_VALUES[name]}`, new URLSearchParams([["addresses", WALLETS.typical[0]], [name, INVALID_VALUES[name]]])];
}
