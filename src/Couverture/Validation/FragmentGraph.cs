using Couverture.Language;

namespace Couverture.Validation;

/// <summary>Which fragments spread which. Built without recursion: chains of fragments are as long as the document allows.</summary>
internal sealed class FragmentGraph
{
    private readonly TypedDocument _document;
    private readonly List<FragmentDefinitionNode> _innermostFirst = [];
    private readonly List<IReadOnlyList<FragmentSpreadNode>> _cycles = [];
    private readonly Dictionary<OperationDefinitionNode, IReadOnlyList<FragmentDefinitionNode>> _reachable = [];

    public FragmentGraph(TypedDocument document)
    {
        _document = document;
        var visited = new HashSet<FragmentDefinitionNode>();

        foreach (var fragment in document.Fragments)
        {
            if (document.FragmentsByName[fragment.Name.Value] == fragment && visited.Add(fragment))
            {
                Walk(fragment, visited);
            }
        }
    }

    /// <summary>Every fragment behind those that it spreads, unless they spread it in turn.</summary>
    public IReadOnlyList<FragmentDefinitionNode> InnermostFirst => _innermostFirst;

    /// <summary>For each cycle the spreads that lead from a fragment back to it.</summary>
    public IReadOnlyList<IReadOnlyList<FragmentSpreadNode>> Cycles => _cycles;

    /// <summary>The fragments that an operation spreads, directly or through others, each once.</summary>
    public IReadOnlyList<FragmentDefinitionNode> Reachable(OperationDefinitionNode operation)
    {
        if (!_reachable.TryGetValue(operation, out var reachable))
        {
            _reachable.Add(operation, reachable = FindReachable(operation));
        }

        return reachable;
    }

    private List<FragmentDefinitionNode> FindReachable(OperationDefinitionNode operation)
    {
        var found = new List<FragmentDefinitionNode>();
        var visited = new HashSet<FragmentDefinitionNode>();
        IExecutableDefinitionNode definition = operation;

        for (var next = 0; ; next++)
        {
            foreach (var spread in _document.Uses[definition].Spreads)
            {
                if (_document.FragmentsByName.TryGetValue(spread.Name.Value, out var fragment) && visited.Add(fragment))
                {
                    found.Add(fragment);
                }
            }

            if (next == found.Count)
            {
                return found;
            }

            definition = found[next];
        }
    }

    private void Walk(FragmentDefinitionNode start, HashSet<FragmentDefinitionNode> visited)
    {
        // The way from the start to the fragment in hand, with the spread taken next in each.
        var path = new List<(FragmentDefinitionNode Fragment, int Next)> { (start, 0) };
        var depths = new Dictionary<FragmentDefinitionNode, int> { [start] = 0 };

        while (path.Count > 0)
        {
            var (fragment, next) = path[^1];
            var spreads = _document.Uses[fragment].Spreads;

            if (next == spreads.Count)
            {
                path.RemoveAt(path.Count - 1);
                depths.Remove(fragment);
                _innermostFirst.Add(fragment);
                continue;
            }

            path[^1] = (fragment, next + 1);

            if (!_document.FragmentsByName.TryGetValue(spreads[next].Name.Value, out var target))
            {
                continue;
            }

            if (depths.TryGetValue(target, out var depth))
            {
                _cycles.Add([.. path.Skip(depth).Select(step => _document.Uses[step.Fragment].Spreads[step.Next - 1])]);
            }
            else if (visited.Add(target))
            {
                depths.Add(target, path.Count);
                path.Add((target, 0));
            }
        }
    }
}
