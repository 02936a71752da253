using System.Collections.Frozen;
using System.Text.Json;
using Couverture.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Ide;

/// <summary>
/// The files of the GraphQL IDE, served below the endpoint's address. Only names listed at the first use are looked up, so no
/// address reaches a file outside. Without the files, browsers get a page that says how to get them.
/// </summary>
/// <param name="directory">Where the files are; it need not exist.</param>
internal sealed class IdeSite(string directory)
{
    private const string IndexName = "index.html";
    private const string ConfigurationName = "bcp-config.json";
    private const string ManifestName = "manifest.webmanifest";

    private static readonly byte[] Manifest = """{"name":"GraphQL IDE","icons":[{"src":"favicon.svg","sizes":"any","type":"image/svg+xml"}]}"""u8.ToArray();

    private readonly Lazy<FrozenDictionary<string, IdeFile>> _files = new(() => FindFiles(directory));

    /// <summary>The IDE whose files the build has put beside the application.</summary>
    public static IdeSite FromApplicationDirectory() => new(Path.Combine(AppContext.BaseDirectory, "ide"));

    /// <summary>Whether there is something at a name below the endpoint's address.</summary>
    public bool Contains(string name) => IsInstalled && (name is ConfigurationName or ManifestName || _files.Value.ContainsKey(name));

    /// <summary>The page at the endpoint's own address.</summary>
    public Task ServeIndexAsync(HttpContext context, GraphQLServerOptions options)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.Vary = "Accept";
        if (!IsInstalled)
            return IdeNotInstalledPage.WriteAsync(context);
        if (request.Path.Value is { } path && !path.EndsWith('/'))
        {
            // The page's own addresses are relative to a folder. A relative target holds behind any proxy that strips a prefix.
            response.StatusCode = StatusCodes.Status302Found;
            response.Headers.Location = $"{path[(path.LastIndexOf('/') + 1)..]}/{request.QueryString}";
            response.Headers.CacheControl = "no-cache";
            return Task.CompletedTask;
        }
        return ServeFileAsync(context, IndexName, options);
    }

    /// <summary>A file; call only for names this site <see cref="Contains"/>.</summary>
    public async Task ServeFileAsync(HttpContext context, string name, GraphQLServerOptions options)
    {
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = IdeContentSecurityPolicy.Value;
        // The page tells this server where it was opened, and no other.
        response.Headers["Referrer-Policy"] = "same-origin";
        // What the page asks for and the package does not bring.
        if (name is ConfigurationName or ManifestName)
        {
            var content = name is ManifestName ? Manifest : CreateConfiguration(context.Request, options);
            response.ContentType = name is ManifestName ? "application/manifest+json" : "application/json; charset=utf-8";
            response.ContentLength = content.Length;
            response.Headers.CacheControl = "no-cache";
            response.Headers.Vary = "Referer";
            if (!HttpMethods.IsHead(context.Request.Method))
                await response.BodyWriter.WriteAsync(content, context.RequestAborted);
            return;
        }
        var file = _files.Value[name];
        response.Headers.ETag = file.ETag;
        response.Headers.CacheControl = file.CacheControl;
        if (ConditionalRequest.IsNotModified(file.ETag, context.Request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = file.ContentType;
        response.ContentLength = file.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.SendFileAsync(file.PhysicalPath, context.RequestAborted);
    }

    // The IDE works on the address it was opened at, takes the schema from where it is handed out (else it asks by introspection), begins
    // with the examples, and reports to nobody.
    private static byte[] CreateConfiguration(HttpRequest request, GraphQLServerOptions options)
    {
        var configuration = new Dictionary<string, object>
        {
            ["useBrowserUrlAsEndpoint"] = true,
            ["disableTelemetry"] = true,
            ["graphQLDocument"] = options.Tool.Document ?? "",
        };
        if (options.EnableSchemaRequests)
            configuration["sdlEndpoint"] = $"{GetEndpointPath(request)}?sdl";
        return JsonSerializer.SerializeToUtf8Bytes(configuration);
    }

    // As the browser has it: a proxy in front may have taken a part of the address away, of which only the page knows. It cannot be relative, as
    // the IDE asks for the schema in a worker, whose addresses begin elsewhere.
    private static string GetEndpointPath(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && page.AbsolutePath is ['/', not '/', .., '/'] folder
            ? folder[..^1]
            : $"{request.PathBase}{request.Path.Value![..^(ConfigurationName.Length + 1)]}";

    private bool IsInstalled => _files.Value.ContainsKey(IndexName);

    private static FrozenDictionary<string, IdeFile> FindFiles(string directory)
    {
        var root = new DirectoryInfo(directory);
        if (!root.Exists)
            return FrozenDictionary<string, IdeFile>.Empty;
        return root.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(root.FullName, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), File: file))
            .ToFrozenDictionary(entry => entry.Name, entry => IdeFile.From(entry.File, entry.Name), StringComparer.Ordinal);
    }
}
