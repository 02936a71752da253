using System.Buffers;
using System.Text;
using Couverture.Execution.Incremental;
using Couverture.Execution.Results;

namespace Couverture.Execution;

/// <summary>The answer to one request.</summary>
public sealed class OperationResult
{
    private readonly ObjectResult? _data;
    private readonly IncrementalPayload? _payload;

    private OperationResult(
        OperationResultKind kind,
        bool isDataSet,
        IReadOnlyList<IError> errors,
        ObjectResult? data,
        IncrementalPayload? payload = null)
    {
        Kind = kind;
        IsDataSet = isDataSet;
        Errors = errors;
        _data = data;
        _payload = payload;
    }

    /// <summary>How far the request came.</summary>
    public OperationResultKind Kind { get; }

    /// <summary>Whether the answer has the member <c>data</c>, be it null. A later result of an incremental answer has parts of it instead.</summary>
    public bool IsDataSet { get; }

    /// <summary>Whether the answer is incremental and goes on in another result.</summary>
    public bool HasNext => _payload is { HasNext: true };

    /// <summary>
    /// The errors, in the order of the answer's fields; empty where all went well. Those of a later part of an incremental answer are
    /// written beside that part.
    /// </summary>
    public IReadOnlyList<IError> Errors { get; }

    /// <summary>The answer's <c>extensions</c>; null where there are none.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>The answer to a request that failed before execution, also one that a transport refuses itself.</summary>
    /// <param name="errors">What is wrong with the request; at least one.</param>
    public static OperationResult RequestError(params IReadOnlyList<IError> errors) => new(OperationResultKind.RequestError, false, errors, null);

    /// <summary>
    /// Writes the answer as JSON in UTF-8: <c>errors</c>, <c>data</c>, in an incremental one <c>pending</c>, <c>incremental</c>,
    /// <c>completed</c> and <c>hasNext</c>, then <c>extensions</c>.
    /// </summary>
    /// <param name="writer">Takes the bytes.</param>
    public void WriteTo(IBufferWriter<byte> writer) => ResultWriter.Write(writer, Errors, IsDataSet, _data, _payload, Extensions);

    /// <summary>Writes the errors alone, as a JSON list in UTF-8.</summary>
    /// <param name="writer">Takes the bytes.</param>
    public void WriteErrorsTo(IBufferWriter<byte> writer) => ResultWriter.WriteErrors(writer, Errors);

    /// <summary>The answer as JSON text.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The answer to a request of which only the cost was asked: it has neither data nor errors.</summary>
    internal static OperationResult Analyzed() => new(OperationResultKind.Executed, false, [], null);

    internal static OperationResult NotAllowed(IError error) => new(OperationResultKind.NotAllowed, false, [error], null);

    internal static OperationResult Executed(IReadOnlyList<IError> errors, ObjectResult? data, IncrementalPayload? payload) =>
        new(OperationResultKind.Executed, true, errors, data, payload);

    internal static OperationResult Subsequent(IncrementalPayload payload) => new(OperationResultKind.Executed, false, [], null, payload);

    /// <summary>The same answer with its errors changed, where there is a filter, and with extensions.</summary>
    internal OperationResult WithErrorFilter(Func<IError, IError>? filter, IReadOnlyDictionary<string, object?>? extensions) =>
        filter is null
            ? new(Kind, IsDataSet, Errors, _data, _payload) { Extensions = extensions }
            : new(Kind, IsDataSet, [.. Errors.Select(filter)], _data, _payload?.With(filter)) { Extensions = extensions };
}
