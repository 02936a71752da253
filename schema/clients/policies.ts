// The rules that typePolicies.ts assigns to fields. For Apollo Client 3 and 4.

import type { FieldMergeFunction, FieldPolicy, FieldReadFunction } from "@apollo/client/cache";
import { relayStylePagination } from "@apollo/client/utilities";

type Page = {
  edges?: readonly unknown[];
  nodes?: readonly unknown[] | null;
  pageInfo?: { startCursor?: string | null; endCursor?: string | null } | null;
  [extra: string]: unknown;
};

/**
 * A list in pages: `fetchMore` adds to it. Unlike `relayStylePagination`, which it extends, it adds to `nodes` too, for queries that select `nodes` instead of `edges`.
 * @param keyArgs The arguments that select another list, as opposed to another page of the same list.
 */
export function pages(keyArgs: string[]): FieldPolicy<any> {
  const relay = relayStylePagination(keyArgs);
  const read = relay.read as FieldReadFunction<any>;
  const merge = relay.merge as FieldMergeFunction<any, any>;
  return {
    keyArgs: relay.keyArgs,
    read(existing, options) {
      const page = read(existing, options) as Page | undefined;
      if (!page || page.edges?.length || !page.nodes?.length) return page;
      // Only `nodes` are cached. Without this, a query that selects `edges` would get an empty list instead of a request.
      const { edges, ...rest } = page;
      return rest;
    },
    merge(existing: Page | undefined, incoming: Page | null, options) {
      if (!incoming) return incoming;
      const isNext = Boolean(options.args?.after);
      const isPrevious = Boolean(options.args?.before);
      const merged: Page = { ...(merge(existing, incoming, options) as Page) };
      if (incoming.nodes) {
        const known = existing?.nodes ?? [];
        // Items without an id can be equal and yet different. So they are only left out if the page does not continue the list, because it is a repeated one.
        const continued = isNext ? existing?.pageInfo?.endCursor : existing?.pageInfo?.startCursor;
        const isRepeated = continued !== undefined && continued !== (isNext ? options.args?.after : options.args?.before);
        const added = incoming.nodes.filter((node) => !((isRepeated || options.isReference(node as any)) && known.some((other) => equals(node, other))));
        merged.nodes = isNext ? [...known, ...added] : isPrevious ? [...added, ...known] : incoming.nodes;
      }
      // A page that was requested in one of the two forms only makes the other form incomplete.
      if ((isNext || isPrevious) && !incoming.nodes) delete merged.nodes;
      if ((isNext || isPrevious) && !incoming.edges) merged.edges = [];
      return merged;
    },
  };
}

/**
 * A list that arrives as a whole. If two queries select different fields of its items, both stay cached. Items are merged by their position, and only if the lists agree in
 * every field that both have.
 */
export const rows: FieldMergeFunction<any, any> = (existing, incoming) => combine(existing, incoming);

function combine(existing: unknown, incoming: unknown): unknown {
  if (!agree(existing, incoming)) return incoming;
  if (Array.isArray(existing) && Array.isArray(incoming)) return incoming.map((item, i) => combine(existing[i], item));
  if (isObject(existing) && isObject(incoming)) {
    const merged: Record<string, unknown> = { ...existing };
    for (const [name, value] of Object.entries(incoming)) merged[name] = name in existing ? combine(existing[name], value) : value;
    return merged;
  }
  return incoming;
}

// Whether two values are equal in all fields that both have.
function agree(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) return left.length === right.length && left.every((item, i) => agree(item, right[i]));
  if (isObject(left) && isObject(right)) return "__ref" in left === "__ref" in right && Object.keys(left).every((name) => !(name in right) || agree(left[name], right[name]));
  return left === right;
}

const equals = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
