namespace Shim.Green;

/// <summary>Settings of the environment that are on or off.</summary>
internal static class EnvironmentSwitch
{
    /// <summary>What the variable says, or what holds where it says nothing.</summary>
    /// <exception cref="FormatException">It holds something else; the message names it.</exception>
    internal static bool IsOn(string variable, bool otherwise = false) => Environment.GetEnvironmentVariable(variable) switch
    {
        "1" or "true" => true,
        "0" or "false" => false,
        null or "" => otherwise,
        var other => throw new FormatException($"{variable} is '{other}'; it takes 1 or true, 0 or false."),
    };
}
