using System.Diagnostics;
using System.Globalization;

namespace PortfolioGraph.Core.Tests.Telemetry;

/// <summary>Records the activities of this asynchronous flow, in the order in which they end.</summary>
internal sealed class ActivityRecorder : IDisposable
{
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public ActivityRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "PortfolioGraph",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == Root.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                // Another recorder may sample the activities of another test.
                if (activity.TraceId != Root.TraceId)
                    return;
                lock (_ended)
                    _ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
        Root.Start();
    }

    /// <summary>The activity that encloses all others.</summary>
    public Activity Root { get; } = new("operation");

    /// <summary>The tags of all activities.</summary>
    public IReadOnlyList<string> Tags
    {
        get
        {
            lock (_ended)
                return [.. _ended.SelectMany(static activity => activity.TagObjects).Select(Format)];
        }
    }

    /// <summary>Returns the tags of an activity as one text.</summary>
    public static string TagsOf(Activity activity) => string.Join(' ', activity.TagObjects.Select(Format));

    /// <summary>Returns the activities with a name.</summary>
    public IReadOnlyList<Activity> Of(string name)
    {
        lock (_ended)
            return [.. _ended.Where(activity => activity.OperationName == name)];
    }

    /// <summary>Returns the only activity with a name.</summary>
    public Activity Single(string name) => Of(name).ShouldHaveSingleItem();

    public void Dispose()
    {
        Root.Dispose();
        _listener.Dispose();
    }

    private static string Format(KeyValuePair<string, object?> tag) => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}");
}
