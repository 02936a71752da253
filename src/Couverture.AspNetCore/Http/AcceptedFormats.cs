using Couverture.AspNetCore.Multipart;
using Couverture.AspNetCore.ServerSentEvents;
using Couverture.Execution;
using Microsoft.Extensions.Primitives;

namespace Couverture.AspNetCore.Http;

/// <summary>The formats of this endpoint that a client accepts, by its <c>Accept</c> header.</summary>
/// <param name="Json">The format of a single result; null if the client does not accept JSON.</param>
/// <param name="JsonList">The format of a list of results; null if the client does not accept JSON.</param>
/// <param name="JsonLines">The format of one result per line; null if the client does not name it.</param>
/// <param name="Batch">The format for the results of a batch; null if the client accepts none.</param>
/// <param name="Incremental">The format for incremental delivery; null if the response must be complete.</param>
/// <param name="Subscription">The format of a subscription's events; null if the client accepts none.</param>
internal sealed record AcceptedFormats(
    ResponseFormat? Json,
    ResponseFormat? JsonList,
    ResponseFormat? JsonLines,
    BatchFormat? Batch,
    StreamFormat? Incremental,
    StreamFormat? Subscription)
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
        var json = ResponseFormat.Choose(ranges);
        var (lines, linesQuality) = ResponseFormat.ChooseLines(ranges);
        var list = ResponseFormat.ChooseList(ranges);
        var formats = new AcceptedFormats(
            // A single result is also a valid text of one line.
            json ?? lines,
            list,
            lines,
            ChooseBatch(lines is null ? 0 : linesQuality, list is null ? 0 : ranges.GetPreference(list.MediaType).Quality, events.Quality),
            incremental,
            events.IsAllowed ? StreamFormat.EventStream : null);
        return formats is { Json: null, Streams: StreamKinds.None } ? throw new RejectedException(Rejection.NotAcceptable()) : formats;
    }

    // At equal quality the client gets lines, which only clients of batches name, and a list rather than events.
    private static BatchFormat? ChooseBatch(double lines, double list, double events) => (lines, list, events) switch
    {
        (0, 0, 0) => null,
        _ when lines >= list && lines >= events => BatchFormat.JsonLines,
        _ when list >= events => BatchFormat.JsonList,
        _ => BatchFormat.EventStream,
    };

    /// <summary>Returns the formats for a response that must be a single result.</summary>
    /// <exception cref="RejectedException">The client does not accept JSON.</exception>
    public AcceptedFormats WithoutStreams() =>
        Json is null ? throw new RejectedException(Rejection.NotAcceptable()) : this with { Incremental = null, Subscription = null };

    /// <summary>Returns the format of results that are not written as single JSON.</summary>
    public StreamFormat GetStreamFormat(ResponseStream results) =>
        (results.Single is null && !results.IsIncremental ? Subscription : Incremental ?? Subscription)!.Value;
}

/// <summary>The formats for the results of a batch.</summary>
internal enum BatchFormat
{
    /// <summary>A JSON list.</summary>
    JsonList,

    /// <summary>One result per line.</summary>
    JsonLines,

    /// <summary>Server-sent events.</summary>
    EventStream,
}

/// <summary>The formats for several results of one operation in one HTTP response.</summary>
internal enum StreamFormat
{
    /// <summary>Server-sent events.</summary>
    EventStream,

    /// <summary>The parts of a multipart body.</summary>
    Multipart,
}
