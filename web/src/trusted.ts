import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

/** A document without text: the server has the text, and runs it by its id. */
export type TrustedDocument<Data, Variables> = TypedDocumentNode<Data, Variables> & { readonly documentId: string };

/** Returns the document that the server trusts under an id. */
export const trusted = <Data, Variables>(documentId: string): TrustedDocument<Data, Variables> => ({ kind: "Document", definitions: [], documentId }) as unknown as TrustedDocument<Data, Variables>;
