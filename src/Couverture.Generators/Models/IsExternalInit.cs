namespace System.Runtime.CompilerServices;

/// <summary>The compiler requires this type for records and init accessors; netstandard2.0 does not have it.</summary>
internal static class IsExternalInit;
