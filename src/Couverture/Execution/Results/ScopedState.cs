namespace Couverture.Execution.Results;

/// <summary>The values that resolvers left for the fields below them, nearest first.</summary>
internal sealed record ScopedState(string Name, object? Value, ScopedState? Outer)
{
    public static bool TryFind(ScopedState? state, string name, out object? value)
    {
        for (; state is not null; state = state.Outer)
        {
            if (state.Name == name)
            {
                value = state.Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}
