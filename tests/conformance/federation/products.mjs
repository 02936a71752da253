// The products graph, by HTTP.

import { Kind, parse, print } from "graphql";

/** Returns functions that send requests to the graph, and that read its SDL. */
export async function connect(url) {
  async function send(query, variables, headers = {}) {
    const response = await fetch(url, { method: "POST", headers: { accept: "application/json", "content-type": "application/json", ...headers }, body: JSON.stringify({ query, variables }) });
    return response.json();
  }

  const { data } = await send("{ _service { sdl } }");
  const { sdl } = data._service;
  const document = parse(sdl);
  const type = (name) => document.definitions.find((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === name);
  const directives = ({ directives }) => directives.map(print);
  return {
    sdl,
    send,
    /** Loads entities, as a gateway does. */
    load: (selections, ...representations) => send(`query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selections} } }`, { representations }),
    schemaDirectives: () => document.definitions.filter(({ kind }) => kind === Kind.SCHEMA_EXTENSION || kind === Kind.SCHEMA_DEFINITION).flatMap(directives),
    typeDirectives: (name) => directives(type(name)),
    fieldDirectives: (name, field) => directives(type(name).fields.find((definition) => definition.name.value === field)),
    fields: (name) => type(name).fields.map(({ name, type }) => `${name.value}: ${print(type)}`),
    directiveDefinition: (name) => print(document.definitions.find((definition) => definition.kind === Kind.DIRECTIVE_DEFINITION && definition.name.value === name)),
  };
}
