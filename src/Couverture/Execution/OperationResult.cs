using System.Buffers;
using System.Text;
using Couverture.Execution.Results;

namespace Couverture.Execution;

/// <summary>The answer to one request.</summary>
public sealed class OperationResult
{
    private readonly ObjectResult? _data;

    private OperationResult(OperationResultKind kind, IReadOnlyList<IError> errors, ObjectResult? data)
    {
        Kind = kind;
        Errors = errors;
        _data = data;
    }

    /// <summary>How far the request came.</summary>
    public OperationResultKind Kind { get; }

    /// <summary>Whether the answer has the member <c>data</c>, be it null.</summary>
    public bool IsDataSet => Kind is OperationResultKind.Executed;

    /// <summary>The errors, in the order of the answer's fields; empty where all went well.</summary>
    public IReadOnlyList<IError> Errors { get; }

    /// <summary>The answer's <c>extensions</c>; null where there are none.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>The answer to a request that failed before execution, also one that a transport refuses itself.</summary>
    /// <param name="errors">What is wrong with the request; at least one.</param>
    public static OperationResult Refused(params IReadOnlyList<IError> errors) => new(OperationResultKind.RequestError, errors, null);

    /// <summary>Writes the answer as JSON in UTF-8: <c>errors</c>, <c>data</c>, <c>extensions</c>.</summary>
    /// <param name="writer">Takes the bytes.</param>
    public void WriteTo(IBufferWriter<byte> writer) => ResultWriter.Write(writer, Errors, IsDataSet, _data, Extensions);

    /// <summary>The answer as JSON text.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static OperationResult NotAllowed(IError error) => new(OperationResultKind.NotAllowed, [error], null);

    internal static OperationResult Executed(IReadOnlyList<IError> errors, ObjectResult? data) => new(OperationResultKind.Executed, errors, data);

    /// <summary>The same answer with its errors changed, where there is a filter, and with extensions.</summary>
    internal OperationResult With(Func<IError, IError>? filter, IReadOnlyDictionary<string, object?>? extensions) =>
        new(Kind, filter is null || Errors.Count == 0 ? Errors : [.. Errors.Select(filter)], _data) { Extensions = extensions };
}
