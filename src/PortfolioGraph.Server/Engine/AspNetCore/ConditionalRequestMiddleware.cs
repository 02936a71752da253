using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Responds with 304 to a GET request if one of its entity tags is current (RFC 9110, section 13.1.2), because HotChocolate always sends the full response. The
/// entity tag is that of <see cref="CacheHeadersMiddleware"/>, which must run first.
/// </summary>
/// <param name="next">The next middleware.</param>
internal sealed class ConditionalRequestMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Headers.IfNoneMatch.Count == 0)
        {
            await next(context);
            return;
        }

        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var conditional = new ConditionalBody(context, original.Stream, context.Request.Headers.IfNoneMatch);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(conditional, original));
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Features.Set(original);
        }
    }

    /// <summary>Decides at the first byte, when all data of the response is loaded, and then forwards either everything or nothing.</summary>
    private sealed class ConditionalBody(HttpContext context, Stream body, StringValues ifNoneMatch) : Stream
    {
        private bool? _isNotModified;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!IsNotModified())
                await body.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (!IsNotModified())
                body.Write(buffer, offset, count);
        }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            if (!IsNotModified())
                await body.FlushAsync(cancellationToken);
        }

        public override void Flush()
        {
            if (!IsNotModified())
                body.Flush();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private bool IsNotModified()
        {
            if (_isNotModified is { } decided)
                return decided;
            var response = context.Response;
            _isNotModified = !response.HasStarted && response.StatusCode == StatusCodes.Status200OK && IsSingleResult(response.ContentType)
                && CacheHeadersMiddleware.GetETag(context) is { } tag && MatchesTag(tag);
            if (_isNotModified is true)
                (response.StatusCode, response.ContentType, response.ContentLength) = (StatusCodes.Status304NotModified, null, null);
            return _isNotModified.Value;
        }

        // In event streams and multipart responses, the first byte is sent before later data is loaded.
        private static bool IsSingleResult(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/graphql-response+json", StringComparison.OrdinalIgnoreCase));

        private bool MatchesTag(string tag)
        {
            var current = EntityTagHeaderValue.Parse(tag);
            return EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags)
                && tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(current, useStrongComparison: false));
        }
    }
}
