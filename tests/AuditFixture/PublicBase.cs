namespace AuditFixture;

/// <summary>Whoever is given one calls a class that has no name outside.</summary>
public abstract class PublicBase
{
    public static PublicBase Make() => new Hidden();

    public abstract int Overridden();

    private sealed class Hidden : PublicBase
    {
        public override int Overridden() => Waist.Wait();
    }
}
