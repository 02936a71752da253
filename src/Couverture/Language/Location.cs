namespace Couverture.Language;

/// <summary>A range of a source text.</summary>
/// <param name="Start">Offset of the first byte in the UTF-8 text, starting at 0.</param>
/// <param name="End">Offset after the last byte.</param>
/// <param name="Line">Line of the start, starting at 1.</param>
/// <param name="Column">Column of the start, starting at 1, counted in UTF-16 code units like in editors and JavaScript clients.</param>
public readonly record struct Location(int Start, int End, int Line, int Column);
