using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Scalars;

/// <summary>An account or contract address of an EVM chain.</summary>
public sealed class AddressType : ScalarType<Address, StringValueNode>
{
    /// <summary>The scalar <c>Address</c>.</summary>
    public AddressType()
        : base("Address")
    {
        Description = "An account or contract address of an EVM chain: `0x` and 40 hexadecimal digits. Taken in all lower case, all upper case "
            + "(after `0x`) or with a valid EIP-55 checksum; given with the checksum.";
        SpecifiedBy = new Uri("https://eips.ethereum.org/EIPS/eip-55");
    }

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => resultValue switch
    {
        null => NullValueNode.Default,
        Address address => ParseValue(address),
        string text => ParseValue(Parse(text)),
        _ => throw Refusal(),
    };

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = (runtimeValue as Address?)?.Value;
        return runtimeValue is null or Address;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = resultValue switch
        {
            null => null,
            Address address => address,
            string text => Parse(text),
            _ => throw Refusal(),
        };
        return true;
    }

    /// <inheritdoc />
    protected override Address ParseLiteral(StringValueNode valueSyntax) => Parse(valueSyntax.Value);

    /// <inheritdoc />
    protected override StringValueNode ParseValue(Address runtimeValue) => new(runtimeValue.Value);

    private Address Parse(string text) => Address.TryParse(text, out var address) ? address : throw Refusal();

    // The value is not echoed: it may be a key pasted into the wrong field.
    private SerializationException Refusal() => new(
        ErrorBuilder.New()
            .SetMessage("An address is `0x` and 40 hexadecimal digits, in one case or with a valid EIP-55 checksum.")
            .SetCode(GraphErrorCodes.AddressInvalid)
            .Build(),
        this);
}
