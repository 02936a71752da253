using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>Counts the batches that a server loads and the keys that it finds in the cache.</summary>
internal sealed class LoadSpy
{
    private int _batches;
    private int _found;

    /// <summary>Whether every key is loaded in a batch.</summary>
    public bool HidesCache { get; init; }

    public int Batches => _batches;

    public int Found => _found;

    /// <summary>Wraps every loader of the server.</summary>
    public void Attach(IServiceCollection services)
    {
        foreach (var descriptor in services.Where(static service => service.ServiceType.IsGenericType && service.ServiceType.GetGenericTypeDefinition() == typeof(IDatasetLoader<,>)).ToList())
        {
            var loader = typeof(Loader<,>).MakeGenericType(descriptor.ServiceType.GetGenericArguments());
            services.Remove(descriptor);
            services.AddSingleton(descriptor.ServiceType, provider => Activator.CreateInstance(loader, this, descriptor.ImplementationFactory!(provider))!);
        }
    }

    private sealed class Loader<TKey, TValue>(LoadSpy spy, IDatasetLoader<TKey, TValue> inner) : IDatasetLoader<TKey, TValue>
        where TKey : notnull
        where TValue : notnull
    {
        public Task<IReadOnlyDictionary<TKey, LoadResult<TValue>>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref spy._batches);
            return inner.LoadAsync(keys, cancellationToken);
        }

        public LoadResult<TValue>? FindCached(TKey key)
        {
            var found = spy.HidesCache ? null : inner.FindCached(key);
            if (found is not null)
                Interlocked.Increment(ref spy._found);
            return found;
        }
    }
}
