using Couverture.AspNetCore.Multipart;
using Couverture.AspNetCore.ServerSentEvents;
using Couverture.Execution;
using Microsoft.Extensions.Primitives;

namespace Couverture.AspNetCore.Http;

/// <summary>The formats of this endpoint that a client accepts, by its <c>Accept</c> header.</summary>
/// <param name="Json">The format of a single result; null if the client does not accept JSON.</param>
/// <param name="Incremental">The format for incremental delivery; null if the response must be complete.</param>
/// <param name="Subscription">The format of a subscription's events; null if the client accepts none.</param>
internal sealed record AcceptedFormats(ResponseFormat? Json, StreamFormat? Incremental, StreamFormat? Subscription)
{
    public StreamKinds Streams =>
        (Incremental is null ? StreamKinds.None : StreamKinds.Incremental) | (Subscription is null ? StreamKinds.None : StreamKinds.Subscription);

    /// <summary>
    /// Returns the formats that a header accepts. A client that names no media type receives JSON. The newer media type and incremental delivery are only for
    /// clients that name them. At equal quality, <c>application/graphql-response+json</c> and <c>multipart/mixed</c> win.
    /// </summary>
    /// <exception cref="RejectedException">The header cannot be parsed, or accepts no supported format.</exception>
    public static AcceptedFormats Negotiate(StringValues accept, GraphQLServerOptions options)
    {
        var ranges = MediaRanges.Parse(accept);
        var multipart = options.EnableMultipartResponses ? ranges.GetPreference(MultipartResponse.MediaType, MultipartResponse.IsSupported) : default;
        var events = options.EventStreams.Enable ? ranges.GetPreference(EventStream.MediaType) : default;
        StreamFormat? incremental = (multipart.IsAllowedByName, events.IsAllowedByName) switch
        {
            (true, var acceptsEvents) when !acceptsEvents || multipart.Quality >= events.Quality => StreamFormat.Multipart,
            (_, true) => StreamFormat.EventStream,
            _ => null,
        };
        var formats = new AcceptedFormats(ResponseFormat.Choose(ranges), incremental, events.IsAllowed ? StreamFormat.EventStream : null);
        return formats is { Json: null, Streams: StreamKinds.None } ? throw new RejectedException(Rejection.NotAcceptable()) : formats;
    }

    /// <summary>Returns the formats for a response that must be a single result.</summary>
    /// <exception cref="RejectedException">The client does not accept JSON.</exception>
    public AcceptedFormats WithoutStreams() =>
        Json is null ? throw new RejectedException(Rejection.NotAcceptable()) : new AcceptedFormats(Json, null, null);

    /// <summary>Returns the format of results that are not written as single JSON.</summary>
    public StreamFormat GetStreamFormat(ResponseStream results) =>
        (results.Single is null && !results.IsIncremental ? Subscription : Incremental ?? Subscription)!.Value;
}

/// <summary>The formats for several results in one HTTP response.</summary>
internal enum StreamFormat
{
    /// <summary>Server-sent events.</summary>
    EventStream,

    /// <summary>The parts of a multipart body.</summary>
    Multipart,
}
