using Couverture.Generators.Models;

namespace Couverture.Generators.Emit;

/// <summary>The names of generated classes and methods.</summary>
internal sealed class ModuleNames
{
    public const string Namespace = "Couverture.Generated";

    private readonly Dictionary<string, string> _declareMethods = [];

    /// <param name="module">The module's name.</param>
    /// <param name="types">The types that the module's class declares.</param>
    public ModuleNames(string module, IEnumerable<TypeShape> types)
    {
        Module = module;
        var usedNames = new HashSet<string>();
        foreach (var type in types)
        {
            // An invalid GraphQL name already has a diagnostic. It should not cause compiler errors in generated code as well.
            var stem = "Declare" + new string([.. type.Name.Select(c => char.IsLetterOrDigit(c) ? c : '_')]);
            var name = stem;
            for (var i = 2; !usedNames.Add(name); i++)
                name = stem + i;
            _declareMethods.Add(type.Key, name);
        }
    }

    public string Module { get; }

    /// <summary>The class that declares the types which no user class registers.</summary>
    public string Declarations => Module + "Declarations";

    /// <summary>The qualified name of the class with the helpers that resolvers share.</summary>
    public string Support => $"global::{Namespace}.{Declarations}";

    public string DeclareMethod(TypeShape type) => _declareMethods[type.Key];

    /// <summary>Returns the name of the class with the field definitions of a user class.</summary>
    public static string DefinitionsClass(ClassModel model)
    {
        var prefix = "global::".Length + (model.Namespace.Length == 0 ? 0 : model.Namespace.Length + 1);
        return model.Key.Substring(prefix).Replace('.', '_') + "Definitions";
    }

    public static string QualifiedDefinitionsClass(ClassModel model) =>
        model.Namespace.Length == 0 ? "global::" + DefinitionsClass(model) : $"global::{model.Namespace}.{DefinitionsClass(model)}";

    /// <summary>Returns the name of the method that creates a field's definition.</summary>
    public static string FactoryMethod(ClassModel model, MethodModel method)
    {
        var name = Naming.Pascal(method.FieldName);
        var earlier = model.Methods.TakeWhile(m => m != method).Count(m => Naming.Pascal(m.FieldName) == name);
        return (name is "Declare" ? "Declare_" : name) + (earlier == 0 ? string.Empty : "_" + (earlier + 1));
    }

    /// <summary>Returns a file name for a fully qualified name.</summary>
    public static string File(string key) => key.Replace("global::", string.Empty).Replace("@", string.Empty);
}
