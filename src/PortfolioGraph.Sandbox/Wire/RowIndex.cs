using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>The identity of a v5.0 row: the token or position, and its owner. The owner is the zero address if rows merge owners.</summary>
internal readonly record struct RowIndex(string Owner, AssetKey Key)
{
    public static RowIndex Of(Asset asset, SandboxOptions options) => new(
        (asset.Product is null ? options.TokenOwners : options.Owners) == OwnerForm.Real ? asset.Owners[0] : Token.ZeroAddress,
        asset.Key);

    /// <summary>The first 8 bytes of a hash of all members, in hexadecimal.</summary>
    public string Text
    {
        get
        {
            var members = string.Create(CultureInfo.InvariantCulture, $"{Owner}|{Key.ChainId}|{Key.Contract}|{Key.TokenId}|{Key.SubGroup}");
            return "0x" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(members)).AsSpan(0, 8));
        }
    }

    public void Write(JsonBody json, IndexForm form)
    {
        if (form == IndexForm.Text)
        {
            json.Writer.WriteString("index", Text);
            return;
        }

        var (owner, key) = this;
        json.Object("index", () =>
        {
            json.Writer.WriteString("address", owner == Token.ZeroAddress ? null : owner);
            json.Integer("chain", key.ChainId);
            json.Writer.WriteString("contract_address", key.Contract);
            json.Integer("token_id", key.TokenId);
            json.Writer.WriteString("protocol_sub_group_id", key.SubGroup);
        });
    }
}
