using System.Security.Cryptography;

namespace Couverture.AspNetCore.Ide;

/// <summary>One file of the IDE.</summary>
/// <param name="PhysicalPath">Where it lies on disk.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="ETag">Its strong entity tag, quotes included.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="CacheControl">How long a browser may keep it.</param>
internal sealed record IdeFile(string PhysicalPath, long Length, string ETag, string ContentType, string CacheControl)
{
    /// <param name="file">The file.</param>
    /// <param name="name">Its name below the endpoint's address.</param>
    public static IdeFile From(FileInfo file, string name) => new(
        file.FullName,
        file.Length,
        ComputeETag(file),
        GetContentType(file.Extension),
        // The package's bundler puts a hash of the content into every name below static/.
        name.StartsWith("static/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache");

    // By content: packages carry the same made-up time on every file of every version.
    private static string ComputeETag(FileInfo file)
    {
        using var content = file.OpenRead();
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";
    }

    private static string GetContentType(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".ico" => "image/x-icon",
        ".png" => "image/png",
        ".ttf" => "font/ttf",
        ".woff2" => "font/woff2",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
