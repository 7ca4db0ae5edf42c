namespace Patching.Tests;

/// <summary>Trap: a collection or an exception meets a thread in moved instructions.</summary>
public class TrampolineStormTests
{
    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_ReadyToRun=0")]
    [InlineData("DOTNET_gcServer=1")]
    public void Collections_and_exceptions_pass_through_trampolines(string setting) => Host.Pass("storm 400", setting);
}
