using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Couverture.Execution;

/// <summary>The SHA-256 of a document's text.</summary>
internal readonly record struct DocumentHash(ulong A, ulong B, ulong C, ulong D)
{
    // GraphQL over HTTP prefixes the ids of persisted documents; Apollo's sha256Hash has no prefix.
    private const string Prefix = "sha256:";

    public static DocumentHash Compute(ReadOnlySpan<byte> utf8)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8, hash);
        return MemoryMarshal.Read<DocumentHash>(hash);
    }

    /// <summary>Reads an id. Returns null if the id has another form, such as upper-case digits.</summary>
    public static DocumentHash? Parse(string id)
    {
        var digits = TrimPrefix(id);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        return digits.Length == 2 * bytes.Length && digits.All(char.IsAsciiHexDigitLower) && Convert.FromHexString(digits, bytes, out _, out _) is System.Buffers.OperationStatus.Done
            ? MemoryMarshal.Read<DocumentHash>(bytes)
            : null;
    }

    /// <summary>Returns an id without the prefix <c>sha256:</c>.</summary>
    public static string TrimPrefix(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id;

    /// <summary>Returns the hash as lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        var hash = this;
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<DocumentHash>(in hash)));
    }
}
