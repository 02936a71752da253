using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Scalars;

/// <summary>An account or contract address of an EVM chain.</summary>
public sealed class AddressType : TextScalarType<Address>
{
    /// <summary>The scalar <c>Address</c>.</summary>
    public AddressType()
        : base("Address")
    {
        Description = "An account or contract address of an EVM chain: `0x` and 40 hexadecimal digits. Accepted in all lower case, all upper case "
            + "(after `0x`) or with a valid EIP-55 checksum; returned with the checksum.";
        SpecifiedBy = new Uri("https://eips.ethereum.org/EIPS/eip-55");
    }

    /// <inheritdoc />
    protected override bool TryParse(string text, out Address value) => Address.TryParse(text, out value);

    /// <inheritdoc />
    protected override string Format(Address value) => value.Value;

    /// <inheritdoc />
    protected override SerializationException CreateInvalidValueError() => new(ArgumentErrors.AddressInvalid(), this);
}
