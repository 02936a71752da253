using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>The origin and age of data, and whether all of it could be read.</summary>
[ObjectType<Source>]
public static partial class SourceNode
{
    static partial void Configure(IObjectTypeDescriptor<Source> descriptor) => descriptor.Name("DataSource");
}
