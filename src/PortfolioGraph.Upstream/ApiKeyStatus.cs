using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.Sharing;

namespace PortfolioGraph.Upstream;

/// <summary>Whether the upstream accepts the API key, as of the last call of any replica to either version.</summary>
public sealed class ApiKeyStatus
{
    private const string Group = "key";
    private const string Rejected = "rejected";
    private const string Accepted = "accepted";

    // A replica that makes calls learns the state by itself. One that makes none would keep it forever.
    private static readonly TimeSpan RejectionLifetime = TimeSpan.FromHours(1);

    private readonly ISharedFacts _facts;
    private readonly string _fact;
    private volatile bool _isRejected;

    internal ApiKeyStatus(IOptions<UpstreamOptions> options, ISharedFacts facts)
    {
        _facts = facts;
        // While the key is being replaced, replicas have different ones. The digest distinguishes them and reveals nothing about a random key.
        _fact = $"{Group}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.ApiKey ?? "")).AsSpan(0, 6))}";
        facts.Listen(Group, Learn);
    }

    /// <summary>Whether a call was rejected with 401 and no call has succeeded since. False before the first call.</summary>
    public bool IsRejected => _isRejected;

    /// <summary>Notes that a call was rejected with 401.</summary>
    internal void Reject()
    {
        if (_isRejected)
            return;
        _isRejected = true;
        _facts.Publish(_fact, Rejected, RejectionLifetime);
    }

    /// <summary>Notes that a call succeeded.</summary>
    internal void Accept()
    {
        // All calls share this field, so write only when the value changes, which is rare.
        if (!_isRejected)
            return;
        _isRejected = false;
        _facts.Publish(_fact, Accepted, RejectionLifetime);
    }

    private void Learn(string fact, string value)
    {
        if (fact == _fact)
            _isRejected = value == Rejected;
    }
}
