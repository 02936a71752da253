namespace Couverture.Types;

/// <summary>The scalars that definitions may refer to: the built-in ones and those the host bound.</summary>
internal sealed class SchemaScalars
{
    private readonly Dictionary<Type, ScalarType> _byRuntimeType;
    private readonly Dictionary<string, ScalarType> _byName;

    public SchemaScalars(IReadOnlyDictionary<Type, ScalarType> bound)
    {
        var (text, number, real, truth) = (new StringType(), new IntType(), new FloatType(), new BooleanType());
        var (moment, exact) = (new DateTimeType(), new DecimalType());
        _byRuntimeType = new Dictionary<Type, ScalarType>
        {
            [typeof(string)] = text,
            [typeof(bool)] = truth,
            [typeof(byte)] = number,
            [typeof(short)] = number,
            [typeof(int)] = number,
            [typeof(float)] = real,
            [typeof(double)] = real,
            [typeof(decimal)] = exact,
            [typeof(DateTimeOffset)] = moment,
            [typeof(Uri)] = new UrlType(),
        };
        foreach (var (runtimeType, scalar) in bound)
            _byRuntimeType[runtimeType] = scalar;
        _byName = new Dictionary<string, ScalarType>(StringComparer.Ordinal) { ["ID"] = new IdType() };
        foreach (var scalar in _byRuntimeType.Values)
            _byName.TryAdd(scalar.Name, scalar);
    }

    public ScalarType? Find(Type runtimeType) => _byRuntimeType.GetValueOrDefault(runtimeType);

    public ScalarType? Find(string name) => _byName.GetValueOrDefault(name);
}
