using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// The files of the portfolio page, read once into memory. Only files that exist at that time are served, so that no address reaches another file. Each file may have
/// compressed forms beside it, named <c>.br</c> and <c>.gz</c>.
/// </summary>
internal sealed class PortfolioPageFiles
{
    /// <summary>The path below which the scripts and style sheets are served. It is also their folder in the build.</summary>
    public const string PathPrefix = "/page";

    private static readonly (string Encoding, string Extension)[] Compressions = [("br", ".br"), ("gzip", ".gz")];

    private readonly FrozenDictionary<string, PageFile> _files;

    private PortfolioPageFiles(string? html, FrozenDictionary<string, PageFile> files)
    {
        Html = html;
        _files = files;
    }

    /// <summary>The page's HTML, in which the server fills in its links and settings. Null if the build has no page.</summary>
    public string? Html { get; }

    /// <summary>Reads the files of the folder <c>web</c> in the application's directory.</summary>
    public static PortfolioPageFiles ReadFromApplicationDirectory() => Read(Path.Combine(AppContext.BaseDirectory, "web"));

    /// <summary>Reads the files of a directory.</summary>
    /// <param name="directory">The directory, which need not exist.</param>
    public static PortfolioPageFiles Read(string directory)
    {
        var index = Path.Combine(directory, "index.html");
        if (!File.Exists(index))
            return new PortfolioPageFiles(null, FrozenDictionary<string, PageFile>.Empty);
        var files = Directory.EnumerateFiles(Path.Combine(directory, PathPrefix[1..]))
            .Where(path => GetContentType(path) is not null)
            .ToFrozenDictionary(path => Path.GetFileName(path), ReadFile, StringComparer.Ordinal);
        return new PortfolioPageFiles(File.ReadAllText(index), files);
    }

    /// <summary>Returns a file in the first form that the client accepts. Null if there is no such file.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="acceptEncoding">The request header <c>Accept-Encoding</c>.</param>
    public PageContent? Find(string name, StringValues acceptEncoding)
    {
        if (!_files.TryGetValue(name, out var file))
            return null;
        var accepted = StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var values) ? values.Where(value => value.Quality is not 0).Select(value => value.Value.Value) : [];
        var form = file.Forms.FirstOrDefault(form => form.Encoding is null || accepted.Contains(form.Encoding, StringComparer.OrdinalIgnoreCase));
        return new PageContent(form.Bytes, file.ContentType, form.Encoding, form.ETag);
    }

    private static PageFile ReadFile(string path) => new(
        GetContentType(path)!,
        [
            .. Compressions.Where(compression => File.Exists(path + compression.Extension)).Select(compression => ReadForm(path + compression.Extension, compression.Encoding)),
            ReadForm(path, null),
        ]);

    private static PageForm ReadForm(string path, string? encoding)
    {
        var bytes = File.ReadAllBytes(path);
        return new PageForm(encoding, bytes, EntityTagHeaderValue.Parse($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\""));
    }

    private static string? GetContentType(string path) => Path.GetExtension(path) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        _ => null,
    };

    private sealed record PageFile(string ContentType, IReadOnlyList<PageForm> Forms);

    private readonly record struct PageForm(string? Encoding, byte[] Bytes, EntityTagHeaderValue ETag);
}

/// <summary>A file of the portfolio page in one form.</summary>
/// <param name="Bytes">The content.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="Encoding">The value of <c>Content-Encoding</c>; null if the content is not compressed.</param>
/// <param name="ETag">The strong entity tag.</param>
internal sealed record PageContent(byte[] Bytes, string ContentType, string? Encoding, EntityTagHeaderValue ETag);
