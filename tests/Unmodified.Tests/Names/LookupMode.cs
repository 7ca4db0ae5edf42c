namespace Unmodified.Tests.Names;

/// <summary>How a program that looks names up is run.</summary>
public enum LookupMode
{
    StackAndThreadResolver,
    ThreadAndThreadResolver,
    StackAndAres,
    ThreadAndAres,
}
