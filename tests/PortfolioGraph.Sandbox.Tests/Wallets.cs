using FsCheck;
using FsCheck.Fluent;

namespace PortfolioGraph.Sandbox.Tests;

/// <summary>Random wallets, some of them personas.</summary>
internal static class Wallets
{
    public static readonly Config FortyCases = Config.QuickThrowOnFailure.WithMaxTest(40);

    private static readonly Gen<string> Random =
        Gen.Choose(0, int.MaxValue).Select(n => string.Concat("0x", string.Concat(Enumerable.Repeat($"{n:x8}", 5))));

    private static readonly Gen<string> Persona = Gen.Elements(SandboxPersonas.All.Select(p => p.Address));

    public static readonly Arbitrary<string> One = Gen.Frequency((3, Random), (1, Persona)).ToArbitrary();

    /// <summary>One to four different wallets.</summary>
    public static readonly Arbitrary<string[]> Set = One.Generator.NonEmptyListOf()
        .Select(list => list.Distinct().Take(4).ToArray())
        .ToArbitrary();
}
