namespace Couverture.Types;

/// <summary>The directives of specification section 3.13, and those of the incremental delivery proposal.</summary>
internal static class SpecifiedDirectives
{
    public const string Skip = "skip";
    public const string Include = "include";
    public const string Defer = "defer";
    public const string Stream = "stream";

    /// <summary>The reason of a <c>@deprecated</c> without one.</summary>
    public const string DefaultDeprecationReason = "No longer supported";

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal) { Skip, Include, "deprecated", "specifiedBy", "oneOf" };

    public static bool IsIncremental(Language.DirectiveNode directive) => directive.Name.Value is Defer or Stream;

    public static bool IsSpecified(string name) => Names.Contains(name);

    public static IEnumerable<DirectiveDefinition> Create(SchemaOptions options, Func<ArgumentDefinition, string, Argument> createArgument)
    {
        var text = TypeReference.Named("String");
        var condition = TypeReference.Named("Boolean").NonNull();
        DirectiveLocation[] selections = [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment];

        yield return Directive(
            Skip,
            "Leaves the selection out where the condition holds.",
            selections,
            new ArgumentDefinition { Name = "if", Type = condition, Description = "The condition." });
        yield return Directive(
            Include,
            "Takes the selection in only where the condition holds.",
            selections,
            new ArgumentDefinition { Name = "if", Type = condition, Description = "The condition." });
        yield return Directive(
            "deprecated",
            "Marks a part of the schema that should no longer be used.",
            [DirectiveLocation.FieldDefinition, DirectiveLocation.ArgumentDefinition, DirectiveLocation.InputFieldDefinition, DirectiveLocation.EnumValue],
            new ArgumentDefinition
            {
                Name = "reason",
                Type = text.NonNull(),
                Description = "Why, and what to use instead.",
                HasDefaultValue = true,
                DefaultValue = DefaultDeprecationReason,
            });
        yield return Directive(
            "specifiedBy",
            "Says where the text form of a scalar is specified.",
            [DirectiveLocation.Scalar],
            new ArgumentDefinition { Name = "url", Type = text.NonNull(), Description = "The address of the specification." });
        yield return Directive("oneOf", "Marks an input object of which exactly one field must be given.", [DirectiveLocation.InputObject]);

        var when = new ArgumentDefinition { Name = "if", Type = condition, Description = "Whether the directive counts.", HasDefaultValue = true, DefaultValue = true };
        var label = new ArgumentDefinition { Name = "label", Type = text, Description = "A name, unique in the document, that comes back with what is delivered." };
        if (options.EnableDefer)
        {
            yield return Directive(
                Defer,
                "Delivers the fragment after the rest of the answer.",
                [DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment],
                when,
                label);
        }

        if (options.EnableStream)
        {
            yield return Directive(
                Stream,
                "Delivers the items of the list one after another.",
                [DirectiveLocation.Field],
                new ArgumentDefinition
                {
                    Name = "initialCount",
                    Type = TypeReference.Named("Int").NonNull(),
                    Description = "How many items are delivered with the field itself.",
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
