using System.Text;
using System.Text.RegularExpressions;

namespace Couverture.Fuzzing.Generation;

/// <summary>A token with the ignored characters before it.</summary>
internal readonly record struct Token(string LeadingTrivia, string Text);

/// <summary>Splits GraphQL or JSON text into tokens; an unrecognized character is a token by itself.</summary>
internal static partial class Tokens
{
    // Ignored tokens, which a parser must skip and still report correct locations.
    private static readonly string[] Ignored = [" ", " ", "\n", "\r\n", "\r", "\t", ",", "  \n ", "#\n", "# {}\"\r\n", ", ,\n", "\uFEFF", "#\u00E9\U0001F4A9\n"];

    public static List<Token> Tokenize(string text)
    {
        var tokens = new List<Token>();
        var trivia = new StringBuilder();
        foreach (Match match in TokenPattern().Matches(text))
        {
            if (match.Groups["ignored"].Success)
            {
                trivia.Append(match.Value);
                continue;
            }

            tokens.Add(new Token(trivia.ToString(), match.Value));
            trivia.Clear();
        }

        return tokens;
    }

    public static string Join(IEnumerable<Token> tokens)
    {
        var text = new StringBuilder();
        Token? last = null;
        foreach (var token in tokens)
        {
            // Adjacent names and numbers must not merge into one token.
            if (token.LeadingTrivia.Length == 0 && last is { } other && IsWord(other.Text[^1]) && IsWord(token.Text[0]))
                text.Append(' ');
            text.Append(token.LeadingTrivia).Append(token.Text);
            last = token;
        }

        return text.ToString();
    }

    /// <summary>Replaces some of the ignored characters between tokens.</summary>
    public static string ChangeWhitespace(string text, RandomSource random) =>
        Join(Tokenize(text).Select(token => token with { LeadingTrivia = token.LeadingTrivia.Length > 0 && random.Chance(0.3) ? random.Pick(Ignored) : token.LeadingTrivia }));

    /// <summary>Removes, duplicates, inserts, replaces or swaps a few tokens.</summary>
    public static string Corrupt(string text, RandomSource random)
    {
        string[] replacements =
        [
            "{", "}", "(", ")", "[", "]", "!", ":", "=", "$", "@", "...", "|", "&", "..", "\"", "\"\"\"", "\"\\u12\"", "\"\\uD800\"", "\"a\\qb\"", "on", "query",
            "fragment", "null", "true", "0", "-", "-1", "01", "1.", "1e", ".5", "1.5e3x", "0x1", "\u00E9", "\u0000", "?", "\\", "%", "'", "type", "extend", "schema", "\"\"",
        ];
        var tokens = Tokenize(text);
        for (var remaining = random.Between(1, 2); remaining > 0 && tokens.Count > 0; remaining--)
        {
            var index = random.Next(tokens.Count);
            switch (random.Next(6))
            {
                case 0:
                    tokens.RemoveAt(index);
                    break;
                case 1:
                    tokens.Insert(index, tokens[index]);
                    break;
                case 2:
                    tokens.Insert(index, new Token(" ", random.Pick(replacements)));
                    break;
                case 3:
                    tokens[index] = tokens[index] with { Text = random.Pick(replacements) };
                    break;
                case 4:
                    var other = random.Next(tokens.Count);
                    (tokens[index], tokens[other]) = (tokens[other], tokens[index]);
                    break;
                default:
                    tokens.RemoveRange(index, tokens.Count - index);
                    break;
            }
        }

        return Join(tokens);
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-';

    [GeneratedRegex(
        "(?<ignored>[\\s,\uFEFF]+|\\#[^\\n\\r]*)|\"\"\"(?:\\\\\"\"\"|[^\"]|\"(?!\"\"))*\"\"\"|\"(?:\\\\.|[^\"\\\\\\n\\r])*\"|\\.\\.\\.|[A-Za-z_][A-Za-z0-9_]*|-?[0-9][0-9.eE+-]*|.",
        RegexOptions.Singleline)]
    private static partial Regex TokenPattern();
}
