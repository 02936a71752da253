using System.Collections.Frozen;
using System.Text.Json;
using Couverture.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Ide;

/// <summary>
/// The files of the GraphQL IDE, served below the endpoint's address. Only files listed at the first use are served, so that no
/// address reaches a file outside of the directory. If the files are missing, browsers receive a page with instructions.
/// </summary>
/// <param name="directory">The directory of the files, which need not exist.</param>
internal sealed class IdeSite(string directory)
{
    private const string IndexName = "index.html";
    private const string ConfigurationName = "bcp-config.json";
    private const string ManifestName = "manifest.webmanifest";

    private static readonly byte[] Manifest = """{"name":"GraphQL IDE","icons":[{"src":"favicon.svg","sizes":"any","type":"image/svg+xml"}]}"""u8.ToArray();

    private readonly Lazy<FrozenDictionary<string, IdeFile>> _files = new(() => FindFiles(directory));

    /// <summary>Returns the IDE from the folder <c>ide</c> in the application's directory.</summary>
    public static IdeSite FromApplicationDirectory() => new(Path.Combine(AppContext.BaseDirectory, "ide"));

    /// <summary>Returns whether there is a file at a path below the endpoint's address.</summary>
    public bool Contains(string name) => IsInstalled && (name is ConfigurationName or ManifestName || _files.Value.ContainsKey(name));

    /// <summary>Serves the page at the endpoint's own address.</summary>
    public Task ServeIndexAsync(HttpContext context, GraphQLServerOptions options)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.Vary = "Accept";
        if (!IsInstalled)
            return IdeNotInstalledPage.WriteAsync(context);
        if (request.Path.Value is { } path && !path.EndsWith('/'))
        {
            // The page's links are relative to a folder. A relative redirect also works behind a proxy that strips a path prefix.
            response.StatusCode = StatusCodes.Status302Found;
            response.Headers.Location = $"{path[(path.LastIndexOf('/') + 1)..]}/{request.QueryString}";
            response.Headers.CacheControl = "no-cache";
            return Task.CompletedTask;
        }
        return ServeFileAsync(context, IndexName, options);
    }

    /// <summary>Serves a file, for which <see cref="Contains"/> must be true.</summary>
    public async Task ServeFileAsync(HttpContext context, string name, GraphQLServerOptions options)
    {
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = IdeContentSecurityPolicy.Value;
        // The page sends its address to this server only; see GetEndpointPath.
        response.Headers["Referrer-Policy"] = "same-origin";
        // The page requests these files, but the package does not contain them.
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

    // The IDE uses its own address as the endpoint, sends no telemetry, and starts with the example operations. It loads the schema by
    // `?sdl` if schema requests are enabled, and by introspection otherwise.
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

    // The path as seen by the browser. A proxy may have stripped a prefix, which is known only from the page's address in Referer. The path
    // cannot be relative, because the IDE requests the schema in a worker with another base URL.
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
