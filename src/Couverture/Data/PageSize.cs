using Couverture.Execution;

namespace Couverture.Data;

/// <summary>The page sizes of one field, and the reading of what a client asks for against them.</summary>
internal sealed record PageSize(string Coordinate, int Default, int Max)
{
    /// <exception cref="GraphQLException">A size outside of 1 to <see cref="Max"/>, or a broken cursor.</exception>
    public PageArguments Read(ResolverContext context, int firstArgument, bool backward)
    {
        var first = Check(context.Argument<int?>(firstArgument), "first");
        var after = Cursor.Decode(context.Argument<string?>(firstArgument + 1), "after");
        var last = backward ? Check(context.Argument<int?>(firstArgument + 2), "last") : null;
        var before = backward ? Cursor.Decode(context.Argument<string?>(firstArgument + 3), "before") : null;
        return new PageArguments(first is null && last is null ? Default : first, after, last, before);
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
