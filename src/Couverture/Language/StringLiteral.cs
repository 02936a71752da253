using System.Globalization;
using System.Text;

namespace Couverture.Language;

/// <summary>The two forms of a string literal (section 2.10.4).</summary>
internal static class StringLiteral
{
    // The pair comes first, because Split uses the first separator that matches at a position.
    private static readonly string[] LineTerminators = ["\r\n", "\n", "\r"];

    /// <summary>Appends the value in double quotes, with escape sequences for control characters.</summary>
    public static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');

        foreach (var c in value)
        {
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                default:
                    if (char.IsControl(c))
                    {
                        text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                    }
                    else
                    {
                        text.Append(c);
                    }

                    break;
            }
        }

        text.Append('"');
    }

    /// <summary>
    /// Appends the value as a block string and returns true. Returns false and appends nothing if no block string has this value. This is the
    /// case if its first or last line is blank, all its lines are indented, or it contains control characters.
    /// </summary>
    public static bool TryAppendBlock(StringBuilder text, string value, string indent)
    {
        if (value.Length == 0)
        {
            text.Append("\"\"\"\"\"\"");
            return true;
        }

        var lines = value.Split('\n');

        if (IsBlank(lines[0]) || IsBlank(lines[^1]) || value.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
        {
            return false;
        }

        var indented = lines.All(line => IsBlank(line) || Indentation(line) > 0);

        if (indented && lines.Length > 1)
        {
            return false;
        }

        text.Append("\"\"\"");

        for (var i = 0; i < lines.Length; i++)
        {
            // Dedent does not remove the indentation of the first line, so an indented single line must follow the quotes directly.
            if (!indented)
            {
                text.Append('\n').Append(lines[i].Length == 0 ? "" : indent);
            }

            text.Append(lines[i].Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal));
        }

        text.Append('\n').Append(indent).Append("\"\"\"");
        return true;
    }

    /// <summary>Removes the common indentation and the blank lines at both ends (section 2.10.4, BlockStringValue).</summary>
    public static string Dedent(string raw)
    {
        var lines = raw.Split(LineTerminators, StringSplitOptions.None);
        var common = int.MaxValue;

        for (var i = 1; i < lines.Length; i++)
        {
            var indent = Indentation(lines[i]);

            if (indent < lines[i].Length)
            {
                common = Math.Min(common, indent);
            }
        }

        for (var i = 1; i < lines.Length && common != int.MaxValue; i++)
        {
            lines[i] = lines[i][Math.Min(common, lines[i].Length)..];
        }

        var start = 0;
        var end = lines.Length;

        while (start < end && IsBlank(lines[start]))
        {
            start++;
        }

        while (end > start && IsBlank(lines[end - 1]))
        {
            end--;
        }

        return string.Join('\n', lines, start, end - start);
    }

    private static int Indentation(string line)
    {
        var count = 0;

        while (count < line.Length && line[count] is (' ' or '\t'))
        {
            count++;
        }

        return count;
    }

    private static bool IsBlank(string line) => Indentation(line) == line.Length;
}
