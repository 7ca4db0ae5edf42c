class ConsoleLines : Scenario
{
    // Copies its input, line by line, from a thread; empty input is no input.
    public override int Run()
    {
        int count = 0;
        Thread reader = Go(() =>
        {
            string line;
            while ((line = Console.ReadLine()) != null)
            {
                count++;
                Say("line: " + line);
            }
        });
        reader.Join();
        Console.Error.WriteLine("lines: " + count);
        return count % 100;
    }
}
