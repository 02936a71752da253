using Couverture.Data.Filtering;
using Couverture.Data.Sorting;
using Couverture.Execution;
using Couverture.Tests.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Data;

/// <summary>A graph with one list of books that can be filtered and sorted.</summary>
internal static class QueryGraph
{
    internal enum Genre
    {
        Novel,
        Poem,
    }

    internal sealed record Author(string Name, int Born, int? Died = null);

    internal sealed record Cover(string Color);

    internal sealed record Book(string Title, decimal? Price, int Pages = 1, bool IsNew = false, Genre Genre = Genre.Novel, Author? Author = null)
    {
        public Cover Cover { get; init; } = new("red");
    }

    internal sealed class NumberFilter : FilterInputType, IComparableOperationFilterInputType
    {
        protected override void Configure(IFilterInputTypeDescriptor descriptor)
        {
            descriptor.Name("DecimalOperationFilterInput").Description("Compares a number.");
            descriptor.Operation(DefaultFilterOperations.Equals).Type<DecimalType>().Description("Equal.");
            descriptor.Operation(DefaultFilterOperations.NotEquals).Type<DecimalType>();
            descriptor.Operation(DefaultFilterOperations.In).Type<ListType<DecimalType>>();
            descriptor.Operation(DefaultFilterOperations.NotIn).Type<ListType<NonNullType<DecimalType>>>();
            descriptor.Operation(DefaultFilterOperations.GreaterThan).Type<DecimalType>();
            descriptor.Operation(DefaultFilterOperations.GreaterThanOrEquals).Type<DecimalType>();
            descriptor.Operation(DefaultFilterOperations.LowerThan).Type<DecimalType>();
            descriptor.Operation(DefaultFilterOperations.LowerThanOrEquals).Type<DecimalType>();
        }
    }

    internal sealed class CountFilter : FilterInputType, IComparableOperationFilterInputType
    {
        protected override void Configure(IFilterInputTypeDescriptor descriptor)
        {
            descriptor.Name("IntOperationFilterInput");
            descriptor.Operation(DefaultFilterOperations.Equals).Type<IntType>();
            descriptor.Operation(DefaultFilterOperations.In).Type<ListType<NonNullType<IntType>>>();
            descriptor.AllowAnd(false).AllowOr(false);
        }
    }

    internal sealed class TextFilter : StringOperationFilterInputType
    {
        protected override void Configure(IFilterInputTypeDescriptor descriptor)
        {
            descriptor.Name("TextFilterInput");
            descriptor.Operation(DefaultFilterOperations.Equals).Type<StringType>();
            descriptor.Operation(DefaultFilterOperations.Contains).Type<StringType>();
            descriptor.Operation(DefaultFilterOperations.StartsWith).Type<StringType>();
            descriptor.AllowAnd(false).AllowOr(false);
        }
    }

    internal sealed class AuthorFilter : FilterInputType<Author>
    {
        protected override void Configure(IFilterInputTypeDescriptor<Author> descriptor)
        {
            descriptor.BindFieldsExplicitly();
            descriptor.Field(a => a.Name);
            descriptor.Field(a => a.Born);
        }
    }

    internal sealed class BookFilter : FilterInputType<Book>
    {
        protected override void Configure(IFilterInputTypeDescriptor<Book> descriptor)
        {
            descriptor.BindFieldsExplicitly().Description("Filters books.");
            descriptor.Field(b => b.Title).Description("The title.");
            descriptor.Field(b => b.Price);
            descriptor.Field(b => b.Pages);
            descriptor.Field(b => b.IsNew);
            descriptor.Field(b => b.Genre);
            descriptor.Field(b => b.Author).Type<AuthorFilter>();
        }
    }

    internal sealed class AuthorSort : SortInputType<Author>
    {
        protected override void Configure(ISortInputTypeDescriptor<Author> descriptor)
        {
            descriptor.BindFieldsExplicitly();
            descriptor.Field(a => a.Name);
            descriptor.Field(a => a.Born);
            descriptor.Field(a => a.Died);
        }
    }

    internal sealed class BookSort : SortInputType<Book>
    {
        protected override void Configure(ISortInputTypeDescriptor<Book> descriptor)
        {
            descriptor.BindFieldsExplicitly();
            descriptor.Field(b => b.Title).Description("By title.");
            descriptor.Field(b => b.Price);
            descriptor.Field(b => b.Pages);
            descriptor.Field(b => b.Cover.Color).Name("color");
            descriptor.Field(b => b.Author).Type<AuthorSort>();
        }
    }

    /// <summary>Creates the server.</summary>
    /// <param name="books">The list, in its own order.</param>
    /// <param name="resolved">Runs when the list is loaded.</param>
    /// <param name="filter">The filter of the field.</param>
    /// <param name="sort">The sort input type of the field.</param>
    /// <param name="configure">Changes the server.</param>
    public static IRequestExecutor Server(
        IReadOnlyList<Book> books,
        Action<ResolverContext>? resolved = null,
        FilterInputType? filter = null,
        SortInputType? sort = null,
        Action<IRequestExecutorBuilder>? configure = null) => Executor(
        schema =>
        {
            schema.Enum<Genre>("Genre").Values.Add(new EnumValueDefinition("NOVEL", Genre.Novel));
            schema.Enum<Genre>("Genre").Values.Add(new EnumValueDefinition("POEM", Genre.Poem));
            schema.Object<Book>("Book").Member<Book>("title", Text.NonNull(), b => b.Title).Member<Book>("genre", TypeReference.Of<Genre>().NonNull(), b => b.Genre);
            schema.Query().Fields.Add(new FieldDefinition
            {
                Name = "books",
                Type = TypeReference.Of<Book>().NonNull(),
                Paging = new PagingDefinition("Book", 100, 1000, true, false),
                Filter = filter ?? new BookFilter(),
                Sort = sort ?? new BookSort(),
                Resolver = new FieldResolver.Sync(context =>
                {
                    resolved?.Invoke(context);
                    return books;
                }),
            });
        },
        builder =>
        {
            builder.AddFiltering(c => c.AddDefaults().BindRuntimeType<decimal, NumberFilter>().BindRuntimeType<int, CountFilter>().BindRuntimeType<string, TextFilter>());
            configure?.Invoke(builder);
        });

    /// <summary>Returns the titles of the list with arguments, separated by spaces.</summary>
    public static async Task<string> TitlesAsync(this IRequestExecutor server, string arguments, string? variables = null)
    {
        string[] declared = [.. new[] { "$w: BookFilterInput", "$o: [BookSortInput!]", "$n: Decimal", "$d: SortEnumType" }.Where(variable => arguments.Contains(variable[..2], StringComparison.Ordinal))];
        var definitions = declared.Length == 0 ? "" : $"({string.Join(", ", declared)})";
        var result = await server.ExecuteAsync(Request($"query Q{definitions} {{ books{arguments} {{ nodes {{ title }} }} }}", variables));
        result.Errors.ShouldBeEmpty();
        using var json = System.Text.Json.JsonDocument.Parse(result.ToJson());
        return string.Join(' ', json.RootElement.GetProperty("data").GetProperty("books").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("title").GetString()));
    }
}
