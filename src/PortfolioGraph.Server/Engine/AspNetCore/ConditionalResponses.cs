using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Answers 304 to a client that holds what it asks for by GET (RFC 9110, section 13.1.2): HotChocolate sends an answer again. The entity tag is that of
/// <see cref="CacheHeadersMiddleware"/>, which must come before.
/// </summary>
/// <param name="next">What answers.</param>
internal sealed class ConditionalResponses(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Headers.IfNoneMatch.Count == 0)
        {
            await next(context);
            return;
        }

        var whole = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var held = new HeldBody(context, whole.Stream, context.Request.Headers.IfNoneMatch);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(held, whole));
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            context.Features.Set(whole);
        }
    }

    /// <summary>Decides with the first byte, when all of the answer's data is loaded; then passes everything, or nothing.</summary>
    private sealed class HeldBody(HttpContext context, Stream body, StringValues held) : Stream
    {
        private bool? _isHeld;

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
            if (!IsHeld())
                await body.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (!IsHeld())
                body.Write(buffer, offset, count);
        }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            if (!IsHeld())
                await body.FlushAsync(cancellationToken);
        }

        public override void Flush()
        {
            if (!IsHeld())
                body.Flush();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private bool IsHeld()
        {
            if (_isHeld is { } known)
                return known;
            var response = context.Response;
            _isHeld = !response.HasStarted && response.StatusCode == StatusCodes.Status200OK && IsSingleResult(response.ContentType)
                && CacheHeadersMiddleware.GetETag(context) is { } tag && Holds(tag);
            if (_isHeld is true)
                (response.StatusCode, response.ContentType, response.ContentLength) = (StatusCodes.Status304NotModified, null, null);
            return _isHeld.Value;
        }

        // Of events and parts the first byte comes before the data of the rest.
        private static bool IsSingleResult(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/graphql-response+json", StringComparison.OrdinalIgnoreCase));

        private bool Holds(string tag)
        {
            var current = EntityTagHeaderValue.Parse(tag);
            return EntityTagHeaderValue.TryParseList(held, out var tags)
                && tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(current, useStrongComparison: false));
        }
    }
}
