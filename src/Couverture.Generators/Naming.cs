using System.Text;

namespace Couverture.Generators;

/// <summary>From C# names to GraphQL names.</summary>
internal static class Naming
{
    /// <summary><c>GetTokensAsync</c> becomes <c>tokens</c>; Async is cut only where the method returns a task.</summary>
    public static string Field(string method, bool returnsTask) => Camel(Stem(method, returnsTask));

    /// <summary><c>HTTPStatus</c> becomes <c>httpStatus</c>: a leading run of capitals goes down, but for the capital of the next word.</summary>
    public static string Camel(string name)
    {
        var run = 0;
        while (run < name.Length && char.IsUpper(name[run]))
            run++;
        if (run > 1 && run < name.Length && char.IsLetter(name[run]))
            run--;
        return name.Substring(0, run).ToLowerInvariant() + name.Substring(run);
    }

    /// <summary>The name with its first letter as a capital.</summary>
    public static string Pascal(string name) =>
        name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary><c>ThreeYears</c> becomes <c>THREE_YEARS</c>; a name without small letters stays.</summary>
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

    /// <summary><c>GetTokensByKeyAsync</c> becomes <c>TokensByKeyDataLoader</c>.</summary>
    public static string DataLoader(string method)
    {
        var stem = Stem(method, returnsTask: true);
        return stem.EndsWith("DataLoader", StringComparison.Ordinal) ? stem : stem + "DataLoader";
    }

    /// <summary><c>PortfolioGraph.Server</c> becomes <c>ServerTypes</c>.</summary>
    public static string Module(string? assembly)
    {
        var last = (assembly ?? string.Empty).Split('.').Last();
        var letters = new string([.. last.Where(c => char.IsLetterOrDigit(c) || c == '_')]);
        return (letters.Length == 0 || char.IsDigit(letters[0]) ? "_" + letters : letters) + "Types";
    }

    /// <summary>Why a text cannot be a name of GraphQL (specification sections 2.1.9 and 4.1); null where it can.</summary>
    public static string? Objection(string name)
    {
        if (name.Length == 0 || !name.All(IsNameCharacter) || name[0] is >= '0' and <= '9')
            return "a name is made of the letters A to Z, digits and underscores, and does not begin with a digit";
        return name.StartsWith("__", StringComparison.Ordinal) ? "introspection keeps names that begin with two underscores for itself" : null;
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
