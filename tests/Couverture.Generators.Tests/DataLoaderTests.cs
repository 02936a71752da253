using Couverture.DataLoaders;
using Couverture.Generators.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Tests;

public sealed class DataLoaderTests
{
    private const string Loaders = """
        using Sample;
        namespace Sample;
        public readonly record struct Key(int Id);
        public interface ISource { string Name(int id); }
        public sealed class Source : ISource { public string Name(int id) => "name " + id; }
        internal static class Loaders
        {
            [DataLoader]
            public static Task<IReadOnlyDictionary<Key, string>> GetNameByKeyAsync(IReadOnlyList<Key> keys, ISource source, CancellationToken ct) =>
                Task.FromResult<IReadOnlyDictionary<Key, string>>(System.Linq.Enumerable.ToDictionary(keys, k => k, k => source.Name(k.Id)));

            [DataLoader(MaxBatchSize = 7)]
            internal static async ValueTask<Dictionary<int, List<string?>?>> NamesAsync(IReadOnlyList<int> ids)
            {
                await Task.Yield();
                return new() { [1] = [null] };
            }
        }
        """;

    [Fact]
    public async Task DataLoader_Should_CallTheMethod_When_Loading()
    {
        var assembly = Generation.Of(Loaders).Load();
        var services = new Services(assembly.GetType("Sample.ISource")!, Activator.CreateInstance(assembly.GetType("Sample.Source")!)!);
        var loader = Activator.CreateInstance(assembly.GetType("Sample.NameByKeyDataLoader")!, services, new ImmediateBatchScheduler(), new DataLoaderOptions())!;
        var keyType = assembly.GetType("Sample.Key")!;

        var task = (Task<string?>)loader.GetType().GetMethod("LoadAsync", [keyType, typeof(CancellationToken)])!
            .Invoke(loader, [Activator.CreateInstance(keyType, 3), CancellationToken.None])!;

        (await task).ShouldBe("name 3");
        assembly.GetType("Sample.INameByKeyDataLoader")!.IsInstanceOfType(loader).ShouldBeTrue();
    }

    [Fact]
    public async Task DataLoader_Should_Await_When_MethodReturnsAnotherTask()
    {
        var assembly = Generation.Of(Loaders).Load();
        var loader = (IDataLoader<int, List<string?>?>)Activator.CreateInstance(
            assembly.GetType("Sample.NamesDataLoader")!, new Services(typeof(object), new object()), new ImmediateBatchScheduler(), new DataLoaderOptions())!;

        (await loader.LoadAsync(1)).ShouldBe([null]);
        (await loader.LoadAsync(2)).ShouldBeNull();
    }

    [Fact]
    public async Task DataLoader_Should_TakeAvailableValues_When_TheApplicationCompletesTheClass()
    {
        var assembly = Generation.Of(Loaders + """
            internal sealed partial class NamesDataLoader
            {
                protected override bool TryGetAvailable(int key, out List<string?>? value)
                {
                    value = ["available"];
                    return key == 1;
                }
            }
            """).Load();
        var loader = (IDataLoader<int, List<string?>?>)Activator.CreateInstance(
            assembly.GetType("Sample.NamesDataLoader")!, new Services(typeof(object), new object()), new ImmediateBatchScheduler(), new DataLoaderOptions())!;

        (await loader.LoadAsync(1)).ShouldBe(["available"]);
        (await loader.LoadAsync(2)).ShouldBeNull();
    }

    [Fact]
    public void DataLoader_Should_BeAddedWithItsBatchSize_When_ModuleIsAdded() =>
        Generation.Of(Loaders).File("GraphTypes.g.cs").ShouldContain("""
                    builder.AddDataLoader<global::Sample.INamesDataLoader>(static (services, scheduler, options) =>
                        new global::Sample.NamesDataLoader(services, scheduler, options with { MaxBatchSize = 7 }));
        """);

    [Theory]
    [InlineData("Default", Accessibility.Public, Accessibility.Internal)]
    [InlineData("PublicInterface", Accessibility.Public, Accessibility.Internal)]
    [InlineData("Public", Accessibility.Public, Accessibility.Public)]
    [InlineData("Internal", Accessibility.Internal, Accessibility.Internal)]
    public void Accessibility_Should_FollowTheDefaults_When_TypesArePublic(string modifier, Accessibility ofInterface, Accessibility ofClass)
    {
        var generation = Generation.Of(Loaders.Replace(
            "namespace Sample;", $"[assembly: DataLoaderDefaults(AccessModifier = DataLoaderAccessModifier.{modifier})] namespace Sample;", StringComparison.Ordinal));

        generation.CompilerDiagnostics.ShouldBeEmpty();
        generation.Output.GetTypeByMetadataName("Sample.INameByKeyDataLoader")!.DeclaredAccessibility.ShouldBe(ofInterface);
        generation.Output.GetTypeByMetadataName("Sample.NameByKeyDataLoader")!.DeclaredAccessibility.ShouldBe(ofClass);
    }

    [Fact]
    public void Accessibility_Should_BeInternal_When_KeyIsInternal()
    {
        var generation = Generation.Of(Loaders.Replace("public readonly record struct Key", "internal readonly record struct Key", StringComparison.Ordinal));

        generation.Load().GetType("Sample.INameByKeyDataLoader")!.IsPublic.ShouldBeFalse();
    }

    private sealed class Services(Type type, object instance) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == type ? instance : null;
    }

    private sealed class ImmediateBatchScheduler : IBatchScheduler
    {
        public void Schedule(Func<ValueTask> dispatch) => _ = dispatch().AsTask();
    }
}
