using System.Buffers;
using System.Text;
using Couverture.Execution.Incremental;
using Couverture.Execution.Results;

namespace Couverture.Execution;

/// <summary>The result of one request, or one of several results of a stream.</summary>
public sealed class OperationResult
{
    private const int InitialBufferSize = 16 * 1024;
    private const int MaxBufferSize = 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _dataBuffer;

    private readonly ObjectResult? _data;
    private readonly IncrementalPayload? _payload;
    private readonly ReadOnlyMemory<byte>? _kept;
    private WrittenBuffer? _buffer;

    private OperationResult(
        OperationResultKind kind,
        bool isDataSet,
        IReadOnlyList<IError> errors,
        ObjectResult? data,
        IncrementalPayload? payload = null,
        ReadOnlyMemory<byte>? kept = null,
        WrittenBuffer? buffer = null)
    {
        Kind = kind;
        IsDataSet = isDataSet;
        Errors = errors;
        _data = data;
        _payload = payload;
        _kept = kept;
        _buffer = buffer;
    }

    /// <summary>Whether the operation ran, or why it did not.</summary>
    public OperationResultKind Kind { get; }

    /// <summary>Whether the result has the member <c>data</c>, even if it is null. Later results of an incremental response have parts of the data instead.</summary>
    public bool IsDataSet { get; }

    /// <summary>Whether another result of an incremental response follows.</summary>
    public bool HasNext => _payload is { HasNext: true };

    /// <summary>
    /// The errors, in the order of the response's fields; empty if there are none. Errors of a later part of an incremental response are
    /// written with that part instead.
    /// </summary>
    public IReadOnlyList<IError> Errors { get; }

    /// <summary>The result's <c>extensions</c>; null if there are none.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>The index of the request in its batch, written as <c>requestIndex</c>; null if it is not written.</summary>
    public int? RequestIndex { get; private init; }

    /// <summary>The index of the set of variables in its request, written as <c>variableIndex</c>; null if it is not written.</summary>
    public int? VariableIndex { get; private init; }

    /// <summary>Creates the result of a request that failed before execution; also for transports that reject a request themselves.</summary>
    /// <param name="errors">The errors; at least one.</param>
    public static OperationResult RequestError(params IReadOnlyList<IError> errors) => new(OperationResultKind.RequestError, false, errors, null);

    /// <summary>
    /// Writes the result as JSON in UTF-8: the indexes in a batch, <c>errors</c>, <c>data</c>, then <c>pending</c>, <c>incremental</c>, <c>completed</c> and
    /// <c>hasNext</c> if the response is incremental, then <c>extensions</c>.
    /// </summary>
    /// <param name="writer">Receives the bytes.</param>
    public void WriteTo(IBufferWriter<byte> writer) => ResultWriter.Write(writer, this, _data, _payload, _kept);

    /// <summary>Writes only the errors, as a JSON list in UTF-8.</summary>
    /// <param name="writer">Receives the bytes.</param>
    public void WriteErrorsTo(IBufferWriter<byte> writer) => ResultWriter.WriteErrors(writer, Errors);

    /// <summary>Returns the result as JSON text.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Returns the result with its position in a batch (GraphQL over HTTP, proposal #307).</summary>
    /// <param name="requestIndex">The index of the request; null if the batch is one request.</param>
    /// <param name="variableIndex">The index of the set of variables; null if the request has one.</param>
    public OperationResult WithPosition(int? requestIndex, int? variableIndex) =>
        new(Kind, IsDataSet, Errors, _data, _payload, _kept, _buffer) { Extensions = Extensions, RequestIndex = requestIndex, VariableIndex = variableIndex };

    /// <summary>Creates the result of a request that only requests its cost. It has neither data nor errors.</summary>
    internal static OperationResult Analyzed() => new(OperationResultKind.Executed, false, [], null);

    internal static OperationResult NotAllowed(IError error) => new(OperationResultKind.NotAllowed, false, [error], null);

    internal static OperationResult Executed(IReadOnlyList<IError> errors, ObjectResult? data, IncrementalPayload? payload, WrittenBuffer? buffer = null) =>
        new(OperationResultKind.Executed, true, errors, data, payload, buffer: buffer);

    /// <summary>Gives the memory of the result to other operations. The result must not be written again. Without this call, the memory is collected.</summary>
    internal void Release()
    {
        _buffer?.Return();
        _buffer = null;
    }

    /// <summary>Creates the result of an operation whose data is already written.</summary>
    /// <param name="data">The value of the member <c>data</c>, JSON in UTF-8.</param>
    /// <param name="errors">The errors.</param>
    internal static OperationResult Kept(ReadOnlyMemory<byte> data, params IReadOnlyList<IError> errors) => new(OperationResultKind.Executed, true, errors, null, kept: data);

    internal static OperationResult Subsequent(IncrementalPayload payload) => new(OperationResultKind.Executed, false, [], null, payload);

    /// <summary>Returns the value of the member <c>data</c> as JSON in UTF-8, and releases the result, which must not be written afterwards.</summary>
    internal ReadOnlyMemory<byte> SerializeData()
    {
        // The thread's buffer has grown to the size of its results.
        var buffer = _dataBuffer ??= new ArrayBufferWriter<byte>(InitialBufferSize);
        buffer.ResetWrittenCount();
        ResultWriter.WriteData(buffer, _data);
        if (buffer.Capacity > MaxBufferSize)
            _dataBuffer = null;
        Release();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Returns the result with filtered errors, if there is a filter, and with extensions.</summary>
    internal OperationResult WithErrorFilter(Func<IError, IError>? filter, ExtensionScope? extensions)
    {
        var errors = filter is null ? Errors : [.. Errors.Select(filter)];
        return new(Kind, IsDataSet, errors, _data, filter is null ? _payload : _payload?.With(filter), _kept, _buffer) { Extensions = extensions?.Read(errors) };
    }
}

/// <summary>How a request ended, so that a transport can choose the status.</summary>
public enum OperationResultKind
{
    /// <summary>The operation ran. The result has <c>data</c>, which may be null, and may have errors.</summary>
    Executed,

    /// <summary>The request failed before execution (syntax, validation, variables, limits). The result has no <c>data</c>.</summary>
    RequestError,

    /// <summary>The operation type is not allowed for this request, such as a mutation over GET. The result has no <c>data</c>.</summary>
    NotAllowed,
}
