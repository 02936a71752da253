// A page as an app has it: Apollo Client with the files of schema/clients, bundled by Vite, on another origin than the server. It shows what its two views have read.

import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import possibleTypes from "../../../../schema/clients/possibleTypes.json";
import { typePolicies } from "../../../../schema/clients/typePolicies";

const views = [
  gql`query Value($address: Address!) { wallet(address: $address) { id valueUsd breakdown { totalUsd byChain { valueUsd } } } }`,
  gql`query Shares($address: Address!) { wallet(address: $address) { id breakdown { debtsUsd byChain { share } } } }`,
];

let requests = 0;
const uri = new URLSearchParams(location.search).get("server")!;
const link = new HttpLink({ uri, fetch: (url, options) => (requests++, fetch(url, options)) });
const client = new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes, typePolicies }) });

const variables = { address: "0xd8da6bf26964af9d7eed9e03e53415d37aa96045" };
const shown: unknown[] = [];
views.forEach((query, i) =>
  client.watchQuery<{ wallet: unknown }>({ query, variables }).subscribe(({ data, error, dataState }) => {
    if (error) show({ error: error.message });
    if (dataState === "complete") shown[i] = data.wallet;
    if (shown.filter(Boolean).length === views.length) show({ shown, requests });
  }),
);

function show(result: unknown) {
  document.getElementById("result")!.textContent = JSON.stringify(result);
}
