namespace Couverture.Types;

/// <summary>The scalars that definitions can refer to: built-in scalars and scalars that the host binds.</summary>
internal sealed class SchemaScalars
{
    private readonly Dictionary<Type, ScalarType> _byRuntimeType;
    private readonly Dictionary<string, ScalarType> _byName;

    public SchemaScalars(IReadOnlyDictionary<Type, ScalarType> bound)
    {
        var (stringType, intType, floatType, booleanType) = (new StringType(), new IntType(), new FloatType(), new BooleanType());
        _byRuntimeType = new Dictionary<Type, ScalarType>
        {
            [typeof(string)] = stringType,
            [typeof(bool)] = booleanType,
            [typeof(byte)] = intType,
            [typeof(short)] = intType,
            [typeof(int)] = intType,
            [typeof(float)] = floatType,
            [typeof(double)] = floatType,
            [typeof(decimal)] = new DecimalType(),
            [typeof(DateTimeOffset)] = new DateTimeType(),
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
