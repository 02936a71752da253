using System.Text;

namespace Couverture.Generators;

/// <summary>Converts C# names to GraphQL names.</summary>
internal static class Naming
{
    /// <summary>Converts <c>GetTokensAsync</c> to <c>tokens</c>. The suffix Async is removed only if the method returns a task.</summary>
    public static string Field(string method, bool returnsTask) => Camel(Stem(method, returnsTask));

    /// <summary>Converts <c>HTTPStatus</c> to <c>httpStatus</c>: lowercases the leading capitals except the one that starts the next word.</summary>
    public static string Camel(string name)
    {
        var run = 0;
        while (run < name.Length && char.IsUpper(name[run]))
            run++;
        if (run > 1 && run < name.Length && char.IsLetter(name[run]))
            run--;
        return name.Substring(0, run).ToLowerInvariant() + name.Substring(run);
    }

    /// <summary>Capitalizes the first letter.</summary>
    public static string Pascal(string name) =>
        name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>Converts <c>ThreeYears</c> to <c>THREE_YEARS</c>; returns a name without lowercase letters unchanged.</summary>
    public static string EnumValue(string member)
    {
        if (!member.Any(char.IsLower))
            return member;
        var name = new StringBuilder(member.Length + 4);
        for (var i = 0; i < member.Length; i++)
        {
            if (i > 0 && char.IsUpper(member[i]) && StartsWord(member, i))
                name.Append('_');
            name.Append(char.ToUpperInvariant(member[i]));
        }

        return name.ToString();
    }

    /// <summary>Converts <c>GetTokensByKeyAsync</c> to <c>TokensByKeyDataLoader</c>.</summary>
    public static string DataLoader(string method)
    {
        var stem = Stem(method, returnsTask: true);
        return stem.EndsWith("DataLoader", StringComparison.Ordinal) ? stem : stem + "DataLoader";
    }

    /// <summary>Converts the assembly name <c>PortfolioGraph.Server</c> to <c>ServerTypes</c>.</summary>
    public static string Module(string? assembly)
    {
        var last = (assembly ?? string.Empty).Split('.').Last();
        var letters = new string([.. last.Where(c => char.IsLetterOrDigit(c) || c == '_')]);
        return (letters.Length == 0 || char.IsDigit(letters[0]) ? "_" + letters : letters) + "Types";
    }

    /// <summary>Returns why a string is not a valid GraphQL name (specification sections 2.1.9 and 4.1); null if it is valid.</summary>
    public static string? FindError(string name)
    {
        if (name.Length == 0 || !name.All(IsNameCharacter) || name[0] is >= '0' and <= '9')
            return "a name consists of letters (A to Z), digits and underscores, and does not start with a digit";
        return name.StartsWith("__", StringComparison.Ordinal) ? "names that start with two underscores are reserved for introspection" : null;
    }

    private static bool IsNameCharacter(char c) => c is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private static string Stem(string method, bool returnsTask)
    {
        if (method.Length > 3 && method.StartsWith("Get", StringComparison.Ordinal))
            method = method.Substring(3);
        if (returnsTask && method.Length > 5 && method.EndsWith("Async", StringComparison.Ordinal))
            method = method.Substring(0, method.Length - 5);
        return method;
    }

    private static bool StartsWord(string name, int index)
    {
        var before = name[index - 1];
        if (before == '_')
            return false;
        return !char.IsUpper(before) || (index + 1 < name.Length && char.IsLower(name[index + 1]));
    }
}
