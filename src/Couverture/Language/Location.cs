namespace Couverture.Language;

/// <summary>A range of a source text.</summary>
/// <param name="Start">Offset of the first byte in the UTF-8 text, from 0.</param>
/// <param name="End">Offset behind the last byte.</param>
/// <param name="Line">Line of the start, from 1.</param>
/// <param name="Column">Column of the start, from 1, counted in UTF-16 code units as editors and JavaScript clients count.</param>
public readonly record struct Location(int Start, int End, int Line, int Column);
