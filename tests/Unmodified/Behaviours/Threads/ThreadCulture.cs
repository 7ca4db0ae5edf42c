using System.Globalization;

class ThreadCulture : Scenario
{
    public override int Run()
    {
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        Thread a = Go(() =>
        {
            Say("inherits: " + CultureInfo.CurrentCulture.Name);
            CultureInfo.CurrentCulture = new CultureInfo("fr-FR");
            Thread.CurrentThread.CurrentUICulture = new CultureInfo("it-IT");
            Thread.Sleep(100);
            Say("keeps: " + CultureInfo.CurrentCulture.Name + " " + CultureInfo.CurrentUICulture.Name);
        });
        Thread.Sleep(50);
        Say("main: " + CultureInfo.CurrentCulture.Name);
        a.Join();
        Say("main: " + CultureInfo.CurrentCulture.Name);
        return 0;
    }
}
