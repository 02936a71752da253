using System.Text;
using System.Text.RegularExpressions;

namespace Couverture.Fuzzing.Generation;

/// <summary>A token with what is ignored before it.</summary>
internal readonly record struct Token(string Before, string Text);

/// <summary>Cuts a text of GraphQL or JSON into tokens; of a text that is neither, every character is one.</summary>
internal static partial class Tokens
{
    // What a parser has to skip without losing its place.
    private static readonly string[] Ignored = [" ", " ", "\n", "\r\n", "\r", "\t", ",", "  \n ", "#\n", "# {}\"\r\n", ", ,\n", "\uFEFF", "#\u00E9\U0001F4A9\n"];

    public static List<Token> Of(string text)
    {
        var tokens = new List<Token>();
        var before = new StringBuilder();
        foreach (Match match in Pattern().Matches(text))
        {
            if (match.Groups["ignored"].Success)
            {
                before.Append(match.Value);
                continue;
            }

            tokens.Add(new Token(before.ToString(), match.Value));
            before.Clear();
        }

        return tokens;
    }

    public static string Text(IEnumerable<Token> tokens)
    {
        var text = new StringBuilder();
        Token? last = null;
        foreach (var token in tokens)
        {
            // Names and numbers that are left side by side must not become one.
            if (token.Before.Length == 0 && last is { } other && IsWord(other.Text[^1]) && IsWord(token.Text[0]))
                text.Append(' ');
            text.Append(token.Before).Append(token.Text);
            last = token;
        }

        return text.ToString();
    }

    /// <summary>The same document with other ignored characters between its tokens.</summary>
    public static string Spaced(string text, Randomness random) =>
        Text(Of(text).Select(token => token with { Before = token.Before.Length > 0 && random.Chance(0.3) ? random.Pick(Ignored) : token.Before }));

    /// <summary>The document with a few of its tokens lost, doubled, exchanged or replaced.</summary>
    public static string Damaged(string text, Randomness random)
    {
        string[] others =
        [
            "{", "}", "(", ")", "[", "]", "!", ":", "=", "$", "@", "...", "|", "&", "..", "\"", "\"\"\"", "\"\\u12\"", "\"\\uD800\"", "\"a\\qb\"", "on", "query",
            "fragment", "null", "true", "0", "-", "-1", "01", "1.", "1e", ".5", "1.5e3x", "0x1", "\u00E9", "\u0000", "?", "\\", "%", "'", "type", "extend", "schema", "\"\"",
        ];
        var tokens = Of(text);
        for (var damage = random.Between(1, 2); damage > 0 && tokens.Count > 0; damage--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(6))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    tokens.Insert(at, new Token(" ", random.Pick(others)));
                    break;
                case 3:
                    tokens[at] = tokens[at] with { Text = random.Pick(others) };
                    break;
                case 4:
                    var other = random.Next(tokens.Count);
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                default:
                    tokens.RemoveRange(at, tokens.Count - at);
                    break;
            }
        }

        return Text(tokens);
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-';

    [GeneratedRegex(
        "(?<ignored>[\\s,\uFEFF]+|\\#[^\\n\\r]*)|\"\"\"(?:\\\\\"\"\"|[^\"]|\"(?!\"\"))*\"\"\"|\"(?:\\\\.|[^\"\\\\\\n\\r])*\"|\\.\\.\\.|[A-Za-z_][A-Za-z0-9_]*|-?[0-9][0-9.eE+-]*|.",
        RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
