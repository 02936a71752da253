using System.Security.Cryptography;
using System.Text;
using Couverture.Execution;

namespace Couverture.AspNetCore.Sdl;

/// <summary>The schema in the schema definition language for export: UTF-8, LF line endings, one line feed at the end.</summary>
internal sealed class SchemaDocument
{
    private readonly Lazy<(byte[] Utf8, string ETag)> _document;

    public SchemaDocument(IRequestExecutor executor) =>
        _document = new Lazy<(byte[], string)>(() =>
        {
            var utf8 = Print(executor);
            return (utf8, $"\"{Convert.ToHexStringLower(SHA256.HashData(utf8).AsSpan(0, 16))}\"");
        });

    public ReadOnlyMemory<byte> Utf8 => _document.Value.Utf8;

    /// <summary>The strong entity tag, quotes included.</summary>
    public string ETag => _document.Value.ETag;

    private static byte[] Print(IRequestExecutor executor) =>
        Encoding.UTF8.GetBytes(executor.Schema.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
}
