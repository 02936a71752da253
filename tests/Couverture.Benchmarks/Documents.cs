namespace Couverture.Benchmarks;

/// <summary>Typical documents of regular clients.</summary>
internal static class Documents
{
    public const string Flat = "query ($count: Int!) { rows(count: $count) { id symbol amount kind isVerified decimals boughtAt } }";

    public const string Nested = "{ wallet(id: \"w\") { next { next { next { next { next { next { next { next { id } } } } } } } } } }";

    public const string Portfolio = """
        query Portfolio($wallets: Int!) {
          wallets(count: $wallets) {
            ...WalletParts
            chains { id chainId tokens { ...TokenParts } }
          }
        }
        fragment WalletParts on Wallet { __typename id }
        fragment TokenParts on TokenHolding { id symbol amount kind isVerified decimals boughtAt price }
        """;

    public const string Introspection = """
        query IntrospectionQuery {
          __schema {
            queryType { name } mutationType { name } subscriptionType { name }
            types { ...FullType }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description specifiedByURL isOneOf
          fields(includeDeprecated: true) {
            name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
          }
          inputFields(includeDeprecated: true) { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
        fragment TypeRef on __Type {
          kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } }
        }
        """;
}
