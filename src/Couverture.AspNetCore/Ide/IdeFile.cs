using System.Security.Cryptography;

namespace Couverture.AspNetCore.Ide;

/// <summary>A file of the IDE.</summary>
/// <param name="PhysicalPath">The path on disk.</param>
/// <param name="Length">The size in bytes.</param>
/// <param name="ETag">The strong entity tag, quotes included.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="CacheControl">The value of the header <c>Cache-Control</c>.</param>
internal sealed record IdeFile(string PhysicalPath, long Length, string ETag, string ContentType, string CacheControl)
{
    /// <param name="file">The file.</param>
    /// <param name="name">The file's path below the endpoint's address.</param>
    public static IdeFile From(FileInfo file, string name) => new(
        file.FullName,
        file.Length,
        ComputeETag(file),
        GetContentType(file.Extension),
        // The package's bundler puts a content hash into every file name below static/.
        name.StartsWith("static/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache");

    // Computed from the content, because npm sets the same timestamp on every file of every version.
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
