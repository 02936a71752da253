namespace Couverture.AspNetCore.Tests;

/// <summary>A directory with files like those of the IDE's package, next to a file that must not be served.</summary>
public sealed class IdeDirectory : IDisposable
{
    public const string Index = "<!doctype html><title>IDE</title>";
    public const string Secret = "not for browsers";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("couverture-ide-");

    public IdeDirectory()
    {
        Write("secret.txt", Secret);
        Write("ide/index.html", Index);
        Write("ide/favicon.svg", "<svg/>");
        Write("ide/static/js/main.1a2b.js", "let a = 1;");
        Write("ide/static/media/font.1a2b.woff2", "font");
    }

    public string Path => System.IO.Path.Combine(_root.FullName, "ide");

    public void Dispose() => _root.Delete(recursive: true);

    private void Write(string name, string content)
    {
        var file = new FileInfo(System.IO.Path.Combine(_root.FullName, name));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, content);
    }
}
