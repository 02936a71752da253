using System.Reflection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Service;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>The fields of the service status when the look-ahead of their parent does not see them, as in deferred fragments on HotChocolate.</summary>
public sealed class ServiceStatusFieldTests
{
    private readonly StatusLoader _loader = new();
    private readonly IResolverContext _context = DispatchProxy.Create<IResolverContext, NothingSelected>();

    [Fact]
    public async Task Fields_Should_LoadTheStatus_When_TheirParentDidNot()
    {
        var parent = await ServiceQueries.GetPortfolioServiceAsync(_loader, _context, CancellationToken.None);
        _loader.Loads.ShouldBe(0);

        (await ServiceStatusNode.IsAvailableAsync(parent!, _loader, _context, CancellationToken.None)).ShouldBeTrue();
        (await ServiceStatusNode.GetSourceAsync(parent!, _loader, _context, CancellationToken.None)).ShouldBe(StatusLoader.Status.Source);
        _loader.Loads.ShouldBe(2);
    }

    [Fact]
    public async Task Fields_Should_NotLoadAgain_When_TheirParentDid()
    {
        (await ServiceStatusNode.IsAvailableAsync(StatusLoader.Status, _loader, _context, CancellationToken.None)).ShouldBeTrue();
        (await ServiceStatusNode.GetSourceAsync(StatusLoader.Status, _loader, _context, CancellationToken.None)).ShouldBe(StatusLoader.Status.Source);

        _loader.Loads.ShouldBe(0);
    }

    private sealed class StatusLoader : IDatasetLoader<Dataset, ServiceStatus>
    {
        public static readonly ServiceStatus Status = new(true, new Source(DataSourceState.Live, DateTimeOffset.UnixEpoch));

        public int Loads { get; private set; }

        public Task<IReadOnlyDictionary<Dataset, LoadResult<ServiceStatus>>> LoadAsync(IReadOnlyList<Dataset> keys, CancellationToken cancellationToken)
        {
            Loads++;
            return Task.FromResult<IReadOnlyDictionary<Dataset, LoadResult<ServiceStatus>>>(keys.ToDictionary(key => key, _ => LoadResult<ServiceStatus>.Of(Status, Status.Source)));
        }
    }

    /// <summary>A resolver context below whose field nothing is selected.</summary>
    public class NothingSelected : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == "IsSelected" ? false : throw new NotSupportedException($"The test does not expect {targetMethod?.Name}.");
    }
}
