// The comparison with the loaders watches the thread pool of this process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
