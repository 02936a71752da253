namespace Couverture.Types;

/// <summary>The directives of the specification (section 3.13) and of the incremental delivery proposal.</summary>
internal static class SpecifiedDirectives
{
    public const string Skip = "skip";
    public const string Include = "include";
    public const string Defer = "defer";
    public const string Stream = "stream";

    /// <summary>The default reason of <c>@deprecated</c>.</summary>
    public const string DefaultDeprecationReason = "No longer supported";

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal) { Skip, Include, "deprecated", "specifiedBy", "oneOf" };

    public static bool IsIncremental(Language.DirectiveNode directive) => IsIncrementalName(directive.Name.Value);

    public static bool IsIncrementalName(string name) => name is Defer or Stream;

    public static bool IsSpecified(string name) => Names.Contains(name);

    public static IEnumerable<DirectiveDefinition> Create(SchemaOptions options, Func<ArgumentDefinition, string, Argument> createArgument)
    {
        var text = TypeReference.Named("String");
        var condition = TypeReference.Named("Boolean").NonNull();
        DirectiveLocation[] selections = [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment];

        yield return Directive(
            Skip,
            "Skips the selection if the condition is true.",
            selections,
            new ArgumentDefinition { Name = "if", Type = condition, Description = "The condition." });
        yield return Directive(
            Include,
            "Includes the selection only if the condition is true.",
            selections,
            new ArgumentDefinition { Name = "if", Type = condition, Description = "The condition." });
        yield return Directive(
            "deprecated",
            "Marks a part of the schema as deprecated.",
            [DirectiveLocation.FieldDefinition, DirectiveLocation.ArgumentDefinition, DirectiveLocation.InputFieldDefinition, DirectiveLocation.EnumValue],
            new ArgumentDefinition
            {
                Name = "reason",
                Type = text.NonNull(),
                Description = "The reason, and what to use instead.",
                HasDefaultValue = true,
                DefaultValue = DefaultDeprecationReason,
            });
        yield return Directive(
            "specifiedBy",
            "The URL of the specification of a scalar.",
            [DirectiveLocation.Scalar],
            new ArgumentDefinition { Name = "url", Type = text.NonNull(), Description = "The URL." });
        yield return Directive("oneOf", "Marks an input object for which exactly one field must be given.", [DirectiveLocation.InputObject]);

        var when = new ArgumentDefinition { Name = "if", Type = condition, Description = "Whether the directive applies.", HasDefaultValue = true, DefaultValue = true };
        var label = new ArgumentDefinition { Name = "label", Type = text, Description = "A label, unique in the document, that is returned with the delivered data." };
        if (options.EnableDefer)
        {
            yield return Directive(
                Defer,
                "Delivers the fragment after the initial result.",
                [DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment],
                when,
                label);
        }

        if (options.EnableStream)
        {
            yield return Directive(
                Stream,
                "Delivers the items of the list incrementally.",
                [DirectiveLocation.Field],
                new ArgumentDefinition
                {
                    Name = "initialCount",
                    Type = TypeReference.Named("Int").NonNull(),
                    Description = "The number of items in the initial result.",
                    HasDefaultValue = true,
                    DefaultValue = 0,
                },
                when,
                label);
        }

        DirectiveDefinition Directive(string name, string description, DirectiveLocation[] locations, params ArgumentDefinition[] arguments) =>
            new(name, description, locations, new MemberCollection<Argument>(arguments.Select(a => createArgument(a, $"@{name}({a.Name}:)"))));
    }
}
