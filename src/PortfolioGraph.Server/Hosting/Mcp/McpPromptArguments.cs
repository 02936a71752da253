using System.Globalization;
using ModelContextProtocol.Protocol;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Reads the arguments of a prompt.</summary>
/// <param name="values">The values by name. The arguments that the prompt has are present.</param>
/// <param name="limits">The limits on the number of addresses.</param>
/// <param name="time">The clock.</param>
internal sealed class McpPromptArguments(IReadOnlyDictionary<string, string> values, AddressLimits limits, TimeProvider time)
{
    // Other forms have several meanings.
    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The address of one wallet.</summary>
    public static PromptArgument Address { get; } = new() { Name = "address", Description = "The address of the wallet: 0x and 40 hexadecimal digits.", Required = true };

    /// <summary>The addresses of several wallets.</summary>
    public static PromptArgument Addresses { get; } = new() { Name = "addresses", Description = "The addresses of the wallets, separated by commas or spaces: each 0x and 40 hexadecimal digits.", Required = true };

    /// <summary>A time of the past.</summary>
    public static PromptArgument Since { get; } = new() { Name = "since", Description = "A date (2025-01-31) or time (2025-01-31T12:00:00Z) of the past. Without an offset it is UTC.", Required = true };

    /// <summary>The limits on the number of addresses.</summary>
    public AddressLimits Limits => limits;

    /// <summary>Returns <see cref="Address"/> with its checksum.</summary>
    /// <exception cref="McpArgumentException">ADDRESS_INVALID.</exception>
    public string ReadAddress() => Parse(values[Address.Name].Trim(), Address).Value;

    /// <summary>Returns the distinct <see cref="Addresses"/> with their checksums, separated by commas.</summary>
    /// <param name="limit">The maximum number of distinct addresses.</param>
    /// <exception cref="McpArgumentException">ADDRESS_INVALID, NO_ADDRESSES or TOO_MANY_ADDRESSES.</exception>
    public string ReadAddresses(int limit)
    {
        // Without separators: at white space of any kind.
        var texts = values[Addresses.Name].Replace(',', ' ').Replace(';', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<Address> addresses = [.. texts.Select(static text => Parse(text, Addresses)).Distinct()];
        return addresses.Count == 0 ? throw new McpArgumentException(GraphErrorCodes.NoAddresses, $"The argument {Addresses.Name} is empty. {Addresses.Description}")
            : addresses.Count > limit ? throw new McpArgumentException(GraphErrorCodes.TooManyAddresses, string.Create(CultureInfo.InvariantCulture, $"The argument {Addresses.Name} may have at most {limit} different addresses."))
            : string.Join(", ", addresses.Select(static address => address.Value));
    }

    /// <summary>Returns <see cref="Since"/> in UTC.</summary>
    /// <exception cref="McpArgumentException">TIME_INVALID: it does not have one of the forms, or is not in the past, or before the oldest chain.</exception>
    public string ReadTime()
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(values[Since.Name].Trim(), TimeForms, CultureInfo.InvariantCulture, Utc, out var since))
            throw new McpArgumentException(GraphErrorCodes.TimeInvalid, $"The argument {Since.Name} is not a time. {Since.Description}");
        return since >= PastHoldings.Earliest && since <= time.GetUtcNow()
            ? since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : throw new McpArgumentException(GraphErrorCodes.TimeInvalid, string.Create(CultureInfo.InvariantCulture, $"The argument {Since.Name} must be between {PastHoldings.Earliest:yyyy-MM-dd}, the first day of the oldest chain, and now."));
    }

    private static Address Parse(string text, PromptArgument argument) => Core.Address.TryParse(text, out var address)
        ? address
        : throw new McpArgumentException(GraphErrorCodes.AddressInvalid, $"The argument {argument.Name} has an invalid address. An address is 0x followed by 40 hexadecimal digits, all in one case or with a valid EIP-55 checksum.");
}

/// <summary>Thrown if an argument is not valid.</summary>
/// <param name="code">The error's code.</param>
/// <param name="message">The name of the argument, what is wrong and what to do. It does not repeat the value.</param>
internal sealed class McpArgumentException(string code, string message) : Exception(message)
{
    /// <summary>The error's code.</summary>
    public string Code => code;
}
