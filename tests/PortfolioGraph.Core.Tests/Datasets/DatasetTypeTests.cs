using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>A new dataset is listed wherever datasets are listed by type.</summary>
public sealed class DatasetTypeTests
{
    public static IEnumerable<object[]> Datasets => new ServiceCollection().AddPortfolioCore(new ConfigurationBuilder().Build())
        .Select(static service => service.ServiceType)
        .Where(static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDatasetLoader<,>))
        .Select(static type => type.GetGenericArguments());

    [Theory]
    [MemberData(nameof(Datasets))]
    public void Key_Should_NameItsOwners_When_ItsDatasetHasOwners(Type key, Type value)
    {
        value.ShouldNotBeNull();

        (key == typeof(Dataset) || key.IsAssignableTo(typeof(IOwned))).ShouldBeTrue($"refresh cannot invalidate entries of {key.Name}");
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public void Value_Should_HaveASize_When_ItIsCached(Type key, Type value)
    {
        key.ShouldNotBeNull();
        var empty = value.IsInterface ? Array.CreateInstance(value.GetGenericArguments()[0], 0) : RuntimeHelpers.GetUninitializedObject(value);

        // An empty object may lack members that its size needs; only an unknown type is not supported.
        (Record.Exception(() => CacheEntrySize.Of(empty)) is NotSupportedException).ShouldBeFalse($"{value.Name} has no size");
    }

    [Fact]
    public void Names_Should_BeDifferent_When_DatasetsAreReported() =>
        Enum.GetValues<Dataset>().Select(static dataset => dataset.ToName()).Distinct().Count().ShouldBe(Enum.GetValues<Dataset>().Length);
}
