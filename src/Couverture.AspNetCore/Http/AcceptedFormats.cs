using Couverture.AspNetCore.Multipart;
using Couverture.AspNetCore.ServerSentEvents;
using Couverture.Execution;
using Microsoft.Extensions.Primitives;

namespace Couverture.AspNetCore.Http;

/// <summary>What a client takes of what this endpoint offers, by its <c>Accept</c> header.</summary>
/// <param name="Json">The format of an answer in one result; null where JSON is not allowed.</param>
/// <param name="Incremental">How parts of an answer may follow each other; null where the client is to get it whole.</param>
/// <param name="Subscription">How the events of a subscription may follow each other; null where they cannot.</param>
internal sealed record AcceptedFormats(ResponseFormat? Json, StreamFormat? Incremental, StreamFormat? Subscription)
{
    public StreamKinds Streams =>
        (Incremental is null ? StreamKinds.None : StreamKinds.Incremental) | (Subscription is null ? StreamKinds.None : StreamKinds.Subscription);

    /// <summary>
    /// What a header allows. JSON is what any client gets that names nothing; the newer media type and parts are for those that name them.
    /// Of formats wanted alike, <c>application/graphql-response+json</c> and <c>multipart/mixed</c> win.
    /// </summary>
    /// <exception cref="RejectedException">The header cannot be parsed, or allows nothing that is offered.</exception>
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

    /// <summary>The same for an answer that must be a single result.</summary>
    /// <exception cref="RejectedException">The client takes no JSON.</exception>
    public AcceptedFormats WithoutStreams() =>
        Json is null ? throw new RejectedException(Rejection.NotAcceptable()) : new AcceptedFormats(Json, null, null);

    /// <summary>How results are written that are no single JSON.</summary>
    public StreamFormat GetStreamFormat(ResponseStream results) =>
        (results.Single is null && !results.IsIncremental ? Subscription : Incremental ?? Subscription)!.Value;
}

/// <summary>How several results go into one HTTP response.</summary>
internal enum StreamFormat
{
    /// <summary>Server-sent events.</summary>
    EventStream,

    /// <summary>The parts of a multipart body.</summary>
    Multipart,
}
