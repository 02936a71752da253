using Couverture.Language;

namespace Couverture.Validation;

/// <summary>The graph of fragment spreads. Built without recursion, because chains of fragments can be as long as the document.</summary>
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

    /// <summary>All fragments, each after the fragments that it spreads, except for cycles.</summary>
    public IReadOnlyList<FragmentDefinitionNode> InnermostFirst => _innermostFirst;

    /// <summary>The cycles, each as the spreads that lead from a fragment back to itself.</summary>
    public IReadOnlyList<IReadOnlyList<FragmentSpreadNode>> Cycles => _cycles;

    /// <summary>Returns the fragments that an operation spreads directly or through other fragments, without duplicates.</summary>
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
        // The path from the start to the current fragment, with the index of the next spread for each fragment.
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
