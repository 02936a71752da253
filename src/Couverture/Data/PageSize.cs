using Couverture.Execution;

namespace Couverture.Data;

/// <summary>The page sizes of one field.</summary>
internal sealed record PageSize(string Coordinate, int Default, int Max)
{
    /// <summary>Reads the paging arguments and checks them against the page sizes.</summary>
    /// <exception cref="GraphQLException">A size is not between 1 and <see cref="Max"/>.</exception>
    public CursorPagingArguments ReadArguments(ResolverContext context, int firstArgument, bool allowsBackward)
    {
        var first = Check(context.Argument<int?>(firstArgument), "first");
        var last = allowsBackward ? Check(context.Argument<int?>(firstArgument + 2), "last") : null;
        return new CursorPagingArguments(
            first is null && last is null ? Default : first,
            last,
            context.Argument<string?>(firstArgument + 1),
            allowsBackward ? context.Argument<string?>(firstArgument + 3) : null);
    }

    private int? Check(int? size, string argument) => size is null or > 0 && !(size > Max)
        ? size
        : throw new GraphQLException(ErrorBuilder.New()
            .SetMessage($"The argument \"{argument}\" of {Coordinate} must be from 1 to {Max}.")
            .SetCode(ErrorCodes.LimitExceeded)
            .SetExtension("argument", argument)
            .SetExtension("limit", Max)
            .Build());
}
