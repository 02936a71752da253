using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Couverture.Types;

namespace Couverture.Tests;

/// <summary>The engine does not inspect the members of types, because all calls are generated at build time. Checked with the references of the assembly.</summary>
public sealed class ReflectionTests
{
    // Runtime types are only used as dictionary keys and in messages.
    private static readonly string[] AllowedTypeMembers =
        ["Equals", "GetHashCode", "GetTypeFromHandle", "ToString", "get_BaseType", "get_Name", "op_Equality", "op_Inequality"];

    private static readonly string[] ForbiddenTypes = ["ActivatorUtilities", "MethodInfo", "PropertyInfo", "ConstructorInfo"];

    [Fact]
    public void Engine_Should_ReferenceNoReflectionMembers_When_Compiled()
    {
        using var file = File.OpenRead(typeof(Schema).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
            .ToList();

        types.ShouldContain(("System", "Type"));
        types.Select(type => type.Name).Intersect(ForbiddenTypes).ShouldBeEmpty();
        types.ShouldNotContain(type => type.Namespace.StartsWith("System.Linq.Expressions", StringComparison.Ordinal));
        types.Where(type => type.Namespace.StartsWith("System.Reflection", StringComparison.Ordinal))
            .ShouldAllBe(type => type.Name == "MemberInfo" || type.Name.EndsWith("Attribute", StringComparison.Ordinal));
        GetReferencedMembers(metadata, "System.Reflection", "MemberInfo").ShouldBe(["get_Name"]);
        GetReferencedMembers(metadata, "System", "Type").ShouldBeSubsetOf(AllowedTypeMembers);
        // The compiler generates this call for new TScalar(), once per scalar that a host binds.
        GetReferencedMembers(metadata, "System", "Activator").ShouldBe(["CreateInstance"]);
        GetReferencedMembers(metadata, "System", "Convert").ShouldNotContain("ChangeType");
    }

    private static string[] GetReferencedMembers(MetadataReader metadata, string typeNamespace, string name) =>
    [
        .. metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Where(member => metadata.GetTypeReference((TypeReferenceHandle)member.Parent) is var type
                && metadata.StringComparer.Equals(type.Namespace, typeNamespace)
                && metadata.StringComparer.Equals(type.Name, name))
            .Select(member => metadata.GetString(member.Name))
            .Distinct(),
    ];
}
