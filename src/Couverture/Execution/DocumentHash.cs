using System.Buffers;
using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Reads an id. Returns false if the id has another form, such as upper-case digits.</summary>
    public static bool TryParse(string id, [NotNullWhen(true)] out DocumentHash? hash)
    {
        var digits = id.AsSpan(id.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        var isHash = digits.Length == 2 * bytes.Length
            && !digits.ContainsAnyInRange('A', 'F')
            && Convert.FromHexString(digits, bytes, out _, out _) is OperationStatus.Done;
        hash = isHash ? MemoryMarshal.Read<DocumentHash>(bytes) : null;
        return isHash;
    }
}
