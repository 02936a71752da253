using Couverture.Generators.Composition;
using Couverture.Generators.Models;

namespace Couverture.Generators.Emit;

/// <summary>Writes the interface and the class of a DataLoader.</summary>
internal static class DataLoaderWriter
{
    private const string Loaders = "global::Couverture.DataLoaders.";
    private const string Collections = "global::System.Collections.Generic.";

    // Values of DataLoaderAccessModifier.
    private const int PublicClass = 1;
    private const int Internal = 3;

    public static SourceFile Write(DataLoaderModel loader, int access)
    {
        var writer = new CodeWriter();
        var types = $"<{loader.KeyType}, {loader.ValueType}>";
        var (form, method, returned) = loader.IsGroup
            ? ("Grouped", "LoadGroupedBatchAsync", $"global::System.Linq.ILookup{types}")
            : ("Batch", "LoadBatchAsync", $"{Collections}IReadOnlyDictionary{types}");
        var interfaceTypes = $"<{loader.KeyType}, {loader.ValueType}{(loader.IsGroup ? "[]" : string.Empty)}>";
        writer.OpenNamespace(loader.Namespace);
        writer.Line($"/// <summary>Loads the values that <c>{Xml(loader.Key)}</c> returns, in batches of keys.</summary>");
        writer.Line(CodeWriter.Generated);
        writer.Line($"{(access == Internal || !loader.AreTypesPublic ? "internal" : "public")} interface {loader.InterfaceName} : {Loaders}IDataLoader{interfaceTypes};");
        writer.Line();
        writer.Line("/// <inheritdoc cref=\"" + loader.InterfaceName + "\" />");
        writer.Line(CodeWriter.Generated);
        writer.Line($"{(access == PublicClass && loader.AreTypesPublic ? "public" : "internal")} sealed partial class {loader.Name}(");
        writer.Line("    global::System.IServiceProvider services,");
        writer.Line($"    {Loaders}IBatchScheduler scheduler,");
        writer.Line($"    {Loaders}DataLoaderOptions options)");
        writer.Line($"    : {Loaders}{form}DataLoader{types}(scheduler, options), {loader.InterfaceName}");
        writer.Open();
        writer.Line("private readonly global::System.IServiceProvider _services = services;");
        writer.Line();
        writer.Line("/// <inheritdoc />");
        writer.Line($"protected override {(loader.ReturnsExactly ? string.Empty : "async ")}global::System.Threading.Tasks.Task<{returned}> {method}(");
        writer.Line($"    {Collections}IReadOnlyList<{loader.KeyType}> keys,");
        writer.Line("    global::System.Threading.CancellationToken cancellationToken) =>");
        string[] arguments = ["keys", .. loader.Arguments.Select(Argument)];
        writer.Line($"    {(loader.ReturnsExactly ? string.Empty : "await ")}{loader.Key}(");
        for (var i = 0; i < arguments.Length - 1; i++)
            writer.Line($"        {arguments[i]},");
        writer.Line($"        {arguments[arguments.Length - 1]}){(loader.ReturnsExactly ? ";" : ".ConfigureAwait(true);")}");
        writer.Close();
        writer.CloseNamespace(loader.Namespace);
        return new SourceFile(ModuleNames.File(loader.Qualify(loader.Name)) + ".g.cs", writer.ToString());
    }

    private static string Argument(DataLoaderArgument argument) => argument.ServiceType is { } service
        ? $"global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<{service}>(_services)"
        : "cancellationToken";

    private static string Xml(string key) => key.Replace("global::", string.Empty).Replace("<", "&lt;").Replace(">", "&gt;");
}
